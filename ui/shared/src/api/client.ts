import createClient, { type Middleware } from 'openapi-fetch';
import { ApiError } from './error.ts';
import type { paths } from './schema';

type Listener = () => void;
const signedOutListeners = new Set<Listener>();

/** Calls `listener` whenever the API says that nobody is signed in. Returns the unsubscriber. */
export function onSignedOut(listener: Listener): Listener {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

const errorsAsExceptions: Middleware = {
  async onResponse({ response }) {
    if (response.ok) return undefined;
    const error = ApiError.fromBody(response.status, await response.text());
    if (error.status === 401 && error.code === 'unauthenticated') {
      for (const listener of signedOutListeners) listener();
    }
    throw error;
  },
  onError({ error }) {
    return error instanceof ApiError ? error : ApiError.fromNetwork(error);
  },
};

/** The API, typed by its OpenAPI file. Every failure is thrown as an {@link ApiError}. */
export const api = createClient<paths>({ baseUrl: window.location.origin });
api.use(errorsAsExceptions);

/** The body of an answer that has one. */
export async function bodyOf<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  if (data === undefined) throw new ApiError(0, 'unexpected_answer', 'the answer has no body');
  return data;
}

/** For calls whose answer has no body. */
export async function done(call: Promise<unknown>): Promise<void> {
  await call;
}

/** Platform people act inside a tenant by naming it; everybody else leaves it out. */
export function inTenant(tenantId: string | undefined): { headers?: Record<string, string> } {
  return tenantId === undefined ? {} : { headers: { 'Tenant-Id': tenantId } };
}
