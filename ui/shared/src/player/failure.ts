import type { ApiError } from '../api/error.ts';

/** Where a playback attempt broke: asking for the token, loading from the gateway, or showing it. */
export type Failure =
  | { from: 'api'; error: ApiError }
  | { from: 'gateway'; error: ApiError }
  | { from: 'stall' }
  | { from: 'codec' };

/** A session of the viewer's own that holds a slot. */
export interface OwnSession {
  sessionId: string;
  cameraId: string;
  since: string;
}

/** What is full, and what of it is the viewer's own. */
export interface Limit {
  scope: 'tenant' | 'user' | 'camera';
  limit: number;
  inUse: number;
  own: readonly OwnSession[];
}

/** What to do about a failure. */
export type Verdict =
  | { kind: 'retry'; minDelayMillis: number }
  | { kind: 'offline'; minDelayMillis: number }
  | { kind: 'limit'; minDelayMillis: number; full: Limit }
  | { kind: 'denied'; error: ApiError }
  | { kind: 'unsupported' }
  | { kind: 'ended'; reason: string };

/** Ends the viewer can do something about by himself, or that heal: a new session is asked for. */
const HEALING_REASONS = new Set([
  'lease_lapsed',
  'never_claimed',
  'never_issued',
  'source_lost',
  // Another page that watched in the same session; not this one, which is still there.
  'viewer_left',
]);
/** Ends and refusals that last until somebody else takes them back. */
const WAITING_REASONS = new Set(['tenant_suspended', 'camera_disabled']);
const LIMIT_RETRY_MILLIS = { min: 5_000, max: 60_000, unknown: 15_000 };

/** Pure: every failure has exactly one consequence. */
export function judge(failure: Failure): Verdict {
  switch (failure.from) {
    case 'stall':
      return { kind: 'retry', minDelayMillis: 0 };
    case 'codec':
      return { kind: 'unsupported' };
    case 'api':
      return judgeApi(failure.error);
    case 'gateway':
      return judgeGateway(failure.error);
  }
}

function judgeApi(error: ApiError): Verdict {
  if (WAITING_REASONS.has(error.code)) return waiting();
  switch (error.status) {
    case 400:
    case 401:
    case 403:
    case 404:
      return { kind: 'denied', error };
    case 409:
      return error.code === 'stream_limit_reached' ? atLimit(error) : retry(error);
    case 410:
      return over(error);
    default:
      return retry(error);
  }
}

/**
 * The gateway's 401 is a token spent or expired on the way: a new one settles it. A camera that it
 * does not know yet, new or after a restart, is one without a picture so far.
 */
function judgeGateway(error: ApiError): Verdict {
  if (error.status === 410) return over(error);
  if (error.status === 403) return { kind: 'denied', error };
  if (error.code === 'stream_not_ready') {
    return { kind: 'offline', minDelayMillis: retryAfterMillis(error) };
  }
  return retry(error);
}

function over(error: ApiError): Verdict {
  const reason = typeof error.details.reason === 'string' ? error.details.reason : 'ended';
  if (WAITING_REASONS.has(reason)) return waiting();
  return error.code === 'session_expired' || HEALING_REASONS.has(reason)
    ? { kind: 'retry', minDelayMillis: 0 }
    : { kind: 'ended', reason };
}

const waiting = (): Verdict => ({ kind: 'offline', minDelayMillis: LIMIT_RETRY_MILLIS.unknown });

function atLimit(error: ApiError): Verdict {
  const { min, max, unknown } = LIMIT_RETRY_MILLIS;
  const asked = retryAfterMillis(error) || unknown;
  return {
    kind: 'limit',
    minDelayMillis: Math.min(max, Math.max(min, asked)),
    full: {
      scope: SCOPES.find((known) => known === error.details.scope) ?? 'tenant',
      limit: numberIn(error, 'limit'),
      inUse: numberIn(error, 'inUse'),
      own: Array.isArray(error.details.conflicts) ? error.details.conflicts.filter(isOwn) : [],
    },
  };
}

const SCOPES = ['tenant', 'user', 'camera'] as const;

function isOwn(value: unknown): value is OwnSession {
  if (typeof value !== 'object' || value === null) return false;
  const { sessionId, cameraId, since } = value as Record<string, unknown>;
  return [sessionId, cameraId, since].every((text) => typeof text === 'string');
}

const retry = (error: ApiError): Verdict => ({
  kind: 'retry',
  minDelayMillis: retryAfterMillis(error),
});

const retryAfterMillis = (error: ApiError) => numberIn(error, 'retryAfterSeconds') * 1000;

function numberIn(error: ApiError, name: string): number {
  const value = error.details[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
