/** What webhooks can be told of, by what it happens to. docs/ref/events.md says when. */
export const EVENT_TYPES = {
  camera: [
    'camera.created',
    'camera.updated',
    'camera.deleted',
    'camera.pending',
    'camera.online',
    'camera.degraded',
    'camera.offline',
    'camera.auth_failed',
    'camera.unknown',
    'camera.disabled',
    'camera.flapping',
  ],
  session: ['session.requested', 'session.issued', 'session.started', 'session.ended'],
  tenant: ['tenant.suspended', 'tenant.resumed'],
  webhook: ['webhook.disabled'],
} as const;
