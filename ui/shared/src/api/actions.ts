import { api, bodyOf, done, inTenant } from './client.ts';
import type { AuditFilter } from './queries.ts';
import type { CameraInput, CameraRef, WebhookEdit, WebhookInput } from './types.ts';

/** The writing half of the API, one function an act. All throw {@link ApiError}. */

/** A PUT replaces what is there; the header has the API refuse that. */
export const addCamera = ({ cameraId, tenantId }: CameraRef, body: CameraInput) =>
  done(
    api.PUT('/api/v1/cameras/{cameraId}', {
      params: { path: { cameraId } },
      body,
      headers: { 'If-None-Match': '*', ...inTenant(tenantId).headers },
    }),
  );

export const deleteCamera = ({ cameraId, tenantId }: CameraRef) =>
  done(
    api.DELETE('/api/v1/cameras/{cameraId}', {
      params: { path: { cameraId } },
      ...inTenant(tenantId),
    }),
  );

export const syncHealth = ({ cameraId, tenantId }: CameraRef) =>
  bodyOf(
    api.POST('/api/v1/cameras/{cameraId}/sync-health', {
      params: { path: { cameraId } },
      ...inTenant(tenantId),
    }),
  );

/** `terminate`: sessions of one's own that end so that this one gets a slot. */
export const requestStreamToken = (
  { cameraId, tenantId }: CameraRef,
  clientInstanceId: string,
  terminate: readonly string[] = [],
) =>
  bodyOf(
    api.POST('/api/v1/cameras/{cameraId}/stream-token', {
      params: { path: { cameraId } },
      body:
        terminate.length === 0
          ? { clientInstanceId }
          : { clientInstanceId, terminate: [...terminate] },
      ...inTenant(tenantId),
    }),
  );

/** Many at once, with an answer for each in their order. */
export const requestStreamTokens = (
  tenantId: string | undefined,
  wishes: readonly { cameraId: string; clientInstanceId: string }[],
) =>
  bodyOf(
    api.POST('/api/v1/stream-tokens', {
      body: {
        cameras: wishes.map(({ cameraId, clientInstanceId }) => ({ cameraId, clientInstanceId })),
      },
      ...inTenant(tenantId),
    }),
  );

/** `keepalive`: the request outlives the page that sends it. */
export const endSession = (
  sessionId: string,
  { tenantId, reason, keepalive = false }: EndOptions = {},
): Promise<void> =>
  done(
    api.POST('/api/v1/sessions/{sessionId}/end', {
      params: { path: { sessionId } },
      body: reason === undefined ? {} : { reason },
      keepalive,
      ...inTenant(tenantId),
    }),
  );

/**
 * Says that the page which plays by that token goes away. A beacon is delivered although its page
 * is gone, also by browsers whose fetch has no keepalive (Firefox before 133). It carries the
 * cookie but no headers of ours, so the tenant is a query parameter.
 */
export function sendLeave(sessionId: string, tokenId: string, tenantId: string | undefined): void {
  const query = tenantId === undefined ? '' : `?tenantId=${encodeURIComponent(tenantId)}`;
  const url = `/api/v1/sessions/${encodeURIComponent(sessionId)}/leave${query}`;
  const taken = navigator.sendBeacon(
    url,
    new Blob([JSON.stringify({ tokenId })], { type: 'application/json' }),
  );
  if (!taken) console.warn('the browser takes no beacon; the session lapses by itself');
}

export interface EndOptions {
  tenantId?: string | undefined;
  reason?: string;
  keepalive?: boolean;
}

export interface NewTenant {
  tenantId: string;
  name: string;
  plan: string;
  admin?: { username: string; password: string };
}
export const createTenant = (body: NewTenant) => bodyOf(api.POST('/api/v1/tenants', { body }));

const tenantPath = (tenantId: string) => ({ params: { path: { tenantId } } });

export const suspendTenant = (tenantId: string) =>
  bodyOf(api.POST('/api/v1/tenants/{tenantId}:suspend', tenantPath(tenantId)));

export const resumeTenant = (tenantId: string) =>
  bodyOf(api.POST('/api/v1/tenants/{tenantId}:resume', tenantPath(tenantId)));

export const deprovisionTenant = (tenantId: string) =>
  bodyOf(api.POST('/api/v1/tenants/{tenantId}:deprovision', tenantPath(tenantId)));

const webhookPath = (webhookId: string) => ({ params: { path: { webhookId } } });

/** The answer shows the secret, once. */
export const createWebhook = (body: WebhookInput) => bodyOf(api.POST('/api/v1/webhooks', { body }));

export const editWebhook = (webhookId: string, body: WebhookEdit) =>
  bodyOf(api.PATCH('/api/v1/webhooks/{webhookId}', { ...webhookPath(webhookId), body }));

export const rotateWebhookSecret = (webhookId: string) =>
  bodyOf(api.POST('/api/v1/webhooks/{webhookId}:rotate-secret', webhookPath(webhookId)));

export const deleteWebhook = (webhookId: string) =>
  done(api.DELETE('/api/v1/webhooks/{webhookId}', webhookPath(webhookId)));

export const resendDelivery = (webhookId: string, eventId: string) =>
  bodyOf(
    api.POST('/api/v1/webhooks/{webhookId}/deliveries/{eventId}:resend', {
      params: { path: { webhookId, eventId } },
    }),
  );

/** Everything of the audit that a filter finds, as a file; a transfer that breaks off throws. */
export const exportAudit = (
  format: 'csv' | 'ndjson',
  filter: AuditFilter,
  tenantId: string | undefined,
): Promise<Blob> =>
  bodyOf(
    api.GET('/api/v1/audit/export', {
      params: { query: { ...filter, format } },
      parseAs: 'blob',
      ...inTenant(tenantId),
    }),
  );
