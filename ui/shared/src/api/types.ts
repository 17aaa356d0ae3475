import type { components } from './schema';

type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type Tenant = Schemas['Tenant'];
export type TeardownReport = Schemas['TeardownReport'];
export type Plan = Schemas['Plan'];
export type Camera = Schemas['Camera'];
export type CameraInput = Schemas['CameraSettings'];
export type Health = Schemas['CameraHealthReport'];
export type HealthRun = Schemas['CameraHealthRun'];
export type Condition = Schemas['Condition'];
export type GatewayHealth = Schemas['CameraHealth'];
export type Session = Schemas['Session'];
export type StreamToken = Schemas['StreamTicket'];
export type StreamTokenItem = Schemas['StreamTokenItem'];
export type Usage = Schemas['Usage'];
export type Gateway = Schemas['Gateway'];
export type Overview = Schemas['Overview'];
export type AuditEvent = Schemas['AuditEvent'];
export type Webhook = Schemas['Webhook'];
export type WebhookInput = Schemas['CreateWebhook'];
export type WebhookEdit = Schemas['EditWebhook'];
export type Delivery = Schemas['WebhookDelivery'];

/** One page of a list. */
export interface Page<T> {
  items: T[];
  nextCursor?: string;
}

/** A camera's place in the world: `cameraId` alone is unique only inside a tenant. */
export interface CameraRef {
  cameraId: string;
  /** Set by platform people, who act inside a tenant by naming it. */
  tenantId?: string | undefined;
}
