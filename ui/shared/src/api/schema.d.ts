/* Hand-written until the API publishes its OpenAPI file; the shapes are the contract's. */
type Answer<T> = { headers: object; content: { 'application/json': T } };
type Body<T> = { content: { 'application/json': T } };
type None = { headers: object; content?: never };
type Params<Path = never, Query = never> = {
  path?: [Path] extends [never] ? never : Path;
  query?: [Query] extends [never] ? never : Query;
  header?: never;
  cookie?: never;
};
type Op<P, B, R> = {
  parameters: P;
  requestBody?: [B] extends [never] ? never : Body<B>;
  responses: { 200: R };
};
type In<Path, Query = never> = { path: Path } & Omit<Params<never, Query>, 'path'>;
type PageQuery = { limit?: number; cursor?: string };

interface Schemas {
  Me: {
    userId: string;
    username: string;
    role: string;
    tenantId?: string;
    tenantName?: string;
    displayName?: string;
    permissions: string[];
  };
  Tenant: {
    tenantId: string;
    name: string;
    state: 'active' | 'suspended' | 'deprovisioning' | 'deprovisioned';
    plan: string;
    createdAt: string;
  };
  TeardownReport: {
    tenantId: string;
    state: string;
    steps: { name: string; state: string; count?: number }[];
  };
  Plan: { planId: string; name: string; entitlements: Record<string, number> };
  Camera: {
    tenantId: string;
    cameraId: string;
    name: string;
    source: string;
    enabled: boolean;
    onDemand: boolean;
    engine: string;
    transport: string;
    labels: Record<string, string>;
    lifecycle: string;
    summary: string;
    summarySince: string;
    reason: string;
    generation: number;
    createdAt: string;
    updatedAt: string;
  };
  CameraInput: {
    name: string;
    source?: string;
    enabled?: boolean;
    onDemand?: boolean;
    engine?: string;
    transport?: string;
    labels?: Record<string, string>;
  };
  Condition: {
    type: string;
    status: string;
    reason: string;
    message: string;
    lastTransitionAt: string;
    lastProbeAt: string;
    observedGeneration: number;
  };
  GatewayHealth: {
    state: string;
    since: string;
    generation: number;
    engine?: string;
    tracks: {
      kind: string;
      codec: string;
      width?: number;
      height?: number;
      sampleRate?: number;
      channels?: number;
    }[];
    startupMillis?: number;
    lastFrameAgeMillis?: number;
    bitrate?: number;
    fps?: number;
    gopMillis?: number;
    latencyMillis?: number;
    viewers: number;
    restarts: number;
    lastFailure?: { kind: string; message: string; at: string };
    nextAttemptAt?: string;
  };
  Health: {
    cameraId: string;
    summary: string;
    since: string;
    generation: number;
    conditions: Schemas['Condition'][];
    lastSyncAt?: string;
    nextSyncAt?: string;
    consecutiveFailures: number;
    gateway?: Schemas['GatewayHealth'];
  };
  Session: {
    id: string;
    tenantId: string;
    cameraId: string;
    state: string;
    userId: string;
    username: string;
    requestedAt: string;
    issuedAt?: string;
    activatedAt?: string;
    endedAt?: string;
    leaseExpiresAt?: string;
    endReason?: string;
  };
  StreamToken: {
    session: Schemas['Session'];
    token: string;
    playbackUrl: string;
    expiresAt: string;
  };
  Usage: { plan: string; entitlements: Record<string, { limit: number; inUse?: number }> };
  Gateway: {
    nodeId: string;
    url: string;
    state: 'up' | 'down';
    cameras: number;
    cameraCapacity: number;
    viewers: number;
    lastSeenAt?: string;
  };
}
type Page<T> = { items: T[]; nextCursor?: string };

export interface components {
  schemas: Schemas;
}

type Camera = { cameraId: string };
export interface paths {
  '/api/v1/auth/login': {
    post: Op<Params, { tenantId?: string; username: string; password: string }, Answer<Schemas['Me']>>;
  };
  '/api/v1/auth/logout': { post: Op<Params, never, None> };
  '/api/v1/me': { get: Op<Params, never, Answer<Schemas['Me']>> };
  '/api/v1/tenants': {
    get: Op<Params<never, PageQuery>, never, Answer<Page<Schemas['Tenant']>>>;
    post: Op<
      Params,
      {
        tenantId: string;
        name: string;
        plan: string;
        admin?: { username: string; password: string };
      },
      Answer<Schemas['Tenant']>
    >;
  };
  '/api/v1/tenants/{tenantId}': {
    get: Op<In<{ tenantId: string }>, never, Answer<Schemas['Tenant']>>;
    patch: Op<In<{ tenantId: string }>, { name?: string; plan?: string }, Answer<Schemas['Tenant']>>;
  };
  '/api/v1/tenants/{tenantId}:suspend': {
    post: Op<In<{ tenantId: string }>, never, Answer<Schemas['Tenant']>>;
  };
  '/api/v1/tenants/{tenantId}:resume': {
    post: Op<In<{ tenantId: string }>, never, Answer<Schemas['Tenant']>>;
  };
  '/api/v1/tenants/{tenantId}:deprovision': {
    post: Op<In<{ tenantId: string }>, never, Answer<Schemas['TeardownReport']>>;
  };
  '/api/v1/plans': { get: Op<Params<never, PageQuery>, never, Answer<Page<Schemas['Plan']>>> };
  '/api/v1/cameras': {
    get: Op<Params<never, PageQuery>, never, Answer<Page<Schemas['Camera']>>>;
  };
  '/api/v1/cameras/{cameraId}': {
    get: Op<In<Camera>, never, Answer<Schemas['Camera']>>;
    put: Op<In<Camera>, Schemas['CameraInput'], Answer<Schemas['Camera']>>;
    patch: Op<In<Camera>, Partial<Schemas['CameraInput']>, Answer<Schemas['Camera']>>;
    delete: Op<In<Camera>, never, None>;
  };
  '/api/v1/cameras/{cameraId}/health': { get: Op<In<Camera>, never, Answer<Schemas['Health']>> };
  '/api/v1/cameras/{cameraId}/sync-health': {
    post: Op<In<Camera>, never, Answer<Schemas['Health']>>;
  };
  '/api/v1/cameras/{cameraId}/stream-token': {
    post: Op<In<Camera>, { clientInstanceId?: string }, Answer<Schemas['StreamToken']>>;
  };
  '/api/v1/sessions': {
    get: Op<
      Params<never, PageQuery & { state?: string; cameraId?: string }>,
      never,
      Answer<Page<Schemas['Session']>>
    >;
  };
  '/api/v1/sessions/{sessionId}/end': {
    post: Op<In<{ sessionId: string }>, { reason?: string }, Answer<Schemas['Session']>>;
  };
  '/api/v1/usage': { get: Op<Params, never, Answer<Schemas['Usage']>> };
  '/api/v1/gateways': { get: Op<Params, never, Answer<Schemas['Gateway'][]>> };
}
