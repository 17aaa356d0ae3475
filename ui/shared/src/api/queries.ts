import {
  keepPreviousData,
  type QueryKey,
  queryOptions,
  useInfiniteQuery,
} from '@tanstack/react-query';
import { api, bodyOf, inTenant } from './client.ts';
import type { operations } from './schema';
import type {
  AuditEvent,
  Camera,
  CameraRef,
  Delivery,
  HealthRun,
  Page,
  Session,
  Tenant,
  Webhook,
} from './types.ts';

/** What the event stream keeps fresh is asked again this often, in case it missed something. */
const SAFETY_POLL_MILLIS = 15_000;
/** What is measured all the time has no events. TanStack Query pauses both in hidden tabs. */
const MEASURED_POLL_MILLIS = 5_000;
const PAGE_LIMIT = 200;

const live = { refetchInterval: SAFETY_POLL_MILLIS, placeholderData: keepPreviousData };
const measured = { ...live, refetchInterval: MEASURED_POLL_MILLIS };
/** What is looked up, not watched: however many pages of it are loaded, none is asked for again. */
const lookedUp = { ...live, refetchInterval: false as const };
type Freshness = typeof live | typeof measured | typeof lookedUp;

type LoadPage<T> = (cursor: string | undefined) => Promise<Page<T>>;

/** A list that grows by "load more" and stays fresh. `items` is every row loaded so far. */
export function useLiveList<T>(key: QueryKey, load: LoadPage<T>, freshness: Freshness = live) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    ...freshness,
  });
  return { ...query, items: query.data?.pages.flatMap((page) => page.items) ?? [] };
}
export type LiveList<T> = ReturnType<typeof useLiveList<T>>;

const page = (cursor: string | undefined) => ({
  limit: PAGE_LIMIT,
  ...(cursor === undefined ? {} : { cursor }),
});

/** Platform people who name no tenant see every tenant's cameras. */
export const useCameras = (tenantId?: string): LiveList<Camera> =>
  useLiveList(['cameras', tenantId ?? null], (cursor) =>
    bodyOf(api.GET('/api/v1/cameras', { params: { query: page(cursor) }, ...inTenant(tenantId) })),
  );

export const useTenants = (): LiveList<Tenant> =>
  useLiveList(['tenants'], (cursor) =>
    bodyOf(api.GET('/api/v1/tenants', { params: { query: page(cursor) } })),
  );

export interface SessionFilter {
  state?: Session['state'] | undefined;
  cameraId?: string | undefined;
  tenantId?: string | undefined;
}
export const useSessions = ({ state, cameraId, tenantId }: SessionFilter): LiveList<Session> =>
  useLiveList(['sessions', { state, cameraId, tenantId }], (cursor) => {
    const query = {
      ...page(cursor),
      ...(state === undefined ? {} : { state: [state] }),
      ...(cameraId === undefined ? {} : { cameraId }),
    };
    return bodyOf(api.GET('/api/v1/sessions', { params: { query }, ...inTenant(tenantId) }));
  });

export const cameraQuery = ({ cameraId, tenantId }: CameraRef) =>
  queryOptions({
    queryKey: ['camera', tenantId ?? null, cameraId],
    queryFn: () =>
      bodyOf(
        api.GET('/api/v1/cameras/{cameraId}', {
          params: { path: { cameraId } },
          ...inTenant(tenantId),
        }),
      ),
    ...live,
  });

export const healthQuery = ({ cameraId, tenantId }: CameraRef) =>
  queryOptions({
    queryKey: ['health', tenantId ?? null, cameraId],
    queryFn: () =>
      bodyOf(
        api.GET('/api/v1/cameras/{cameraId}/health', {
          params: { path: { cameraId } },
          ...inTenant(tenantId),
        }),
      ),
    ...measured,
  });

/** Every look at the camera there was, as runs of the same result, the newest first. */
export const useHealthHistory = ({ cameraId, tenantId }: CameraRef): LiveList<HealthRun> =>
  useLiveList(['history', tenantId ?? null, cameraId], (cursor) =>
    bodyOf(
      api.GET('/api/v1/cameras/{cameraId}/health/history', {
        params: { path: { cameraId }, query: page(cursor) },
        ...inTenant(tenantId),
      }),
    ),
  );

export const usageQuery = (tenantId?: string) =>
  queryOptions({
    queryKey: ['usage', tenantId ?? null],
    queryFn: () => bodyOf(api.GET('/api/v1/usage', inTenant(tenantId))),
    ...live,
  });

export const tenantQuery = (tenantId: string) =>
  queryOptions({
    queryKey: ['tenant', tenantId],
    queryFn: () =>
      bodyOf(api.GET('/api/v1/tenants/{tenantId}', { params: { path: { tenantId } } })),
    ...live,
  });

export const plansQuery = queryOptions({
  queryKey: ['plans'],
  queryFn: () => bodyOf(api.GET('/api/v1/plans', {})),
});

export const gatewaysQuery = queryOptions({
  queryKey: ['gateways'],
  queryFn: () => bodyOf(api.GET('/api/v1/gateways', {})),
  ...measured,
});

export const useWebhooks = (): LiveList<Webhook> =>
  useLiveList(['webhooks', 'list'], (cursor) =>
    bodyOf(api.GET('/api/v1/webhooks', { params: { query: page(cursor) } })),
  );

export const webhookQuery = (webhookId: string) =>
  queryOptions({
    queryKey: ['webhooks', 'one', webhookId],
    queryFn: () =>
      bodyOf(api.GET('/api/v1/webhooks/{webhookId}', { params: { path: { webhookId } } })),
    ...live,
  });

/** The log of one webhook. Nobody is told of attempts, so it is asked for. */
export const useDeliveries = (
  webhookId: string,
  state: Delivery['state'] | undefined,
): LiveList<Delivery> =>
  useLiveList(
    ['webhooks', 'deliveries', webhookId, state ?? null],
    (cursor) => {
      const query = { ...page(cursor), limit: 50, ...(state === undefined ? {} : { state }) };
      const params = { path: { webhookId }, query };
      return bodyOf(api.GET('/api/v1/webhooks/{webhookId}/deliveries', { params }));
    },
    measured,
  );

/** All tenants together, counted by the platform. */
export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: () => bodyOf(api.GET('/api/v1/overview', {})),
  ...live,
});

export interface LatelyFilter {
  action?: string;
}

/** The last few events of the audit, of one action or of any. */
export const latelyQuery = (filter: LatelyFilter) =>
  queryOptions({
    queryKey: ['lately', filter],
    queryFn: () =>
      bodyOf(api.GET('/api/v1/audit', { params: { query: { ...filter, limit: LAST_FEW } } })),
    ...live,
  });
const LAST_FEW = 7;

type AuditQuery = NonNullable<operations['listAuditEvents']['parameters']['query']>;
export type AuditFilter = Omit<AuditQuery, 'cursor' | 'limit'>;

/** Platform people who name no tenant see everything. */
export const useAudit = (filter: AuditFilter, tenantId?: string): LiveList<AuditEvent> =>
  useLiveList(
    ['audit', tenantId ?? null, filter],
    (cursor) => {
      const query = { ...filter, ...page(cursor), limit: 50 };
      return bodyOf(api.GET('/api/v1/audit', { params: { query }, ...inTenant(tenantId) }));
    },
    lookedUp,
  );
