/** Violation of one field, as in `details.violations[]` of `validation_failed`. */
export interface Violation {
  field: string;
  message: string;
}

/** Everything a call can fail with, in the platform's one error shape. Status 0: no answer came. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    code: string,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.details = details;
  }

  static fromNetwork(cause: unknown): ApiError {
    return new ApiError(0, 'network_error', String(cause));
  }

  /** Reads an error body; a body that is not ours (a proxy's page) still gives an ApiError. */
  static fromBody(status: number, text: string): ApiError {
    try {
      const body: unknown = JSON.parse(text);
      if (isErrorBody(body)) return new ApiError(status, body.code, body.message, body.details);
    } catch {
      // Not JSON: answered by something that is not Atalaya; the status is all there is to say.
    }
    return new ApiError(status, 'unexpected_answer', `HTTP ${status}`);
  }

  get violations(): readonly Violation[] {
    const found = this.details.violations;
    return Array.isArray(found) ? found.filter(isViolation) : [];
  }
}

/** For `catch` clauses and query states, where anything may arrive. */
export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError(0, 'internal_error', String(error));
}

interface ErrorBody {
  code: string;
  message: string;
  details?: Record<string, unknown>;
}

function isErrorBody(body: unknown): body is ErrorBody {
  return (
    typeof body === 'object' &&
    body !== null &&
    typeof (body as ErrorBody).code === 'string' &&
    typeof (body as ErrorBody).message === 'string'
  );
}

function isViolation(value: unknown): value is Violation {
  return (
    typeof value === 'object' && value !== null && typeof (value as Violation).field === 'string'
  );
}
