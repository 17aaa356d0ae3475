import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';
import type { Camera, Page } from '../api/types.ts';
import { SUMMARIES } from '../components/cameraFilter.ts';
import type { PlatformEvent } from './eventStream.ts';

/** The first words of the keys of all that events can make old. */
export const LIVE_KEYS: readonly string[] = [
  'cameras',
  'camera',
  'health',
  'history',
  'sessions',
  'usage',
  'tenants',
  'tenant',
  'gateways',
  'webhooks',
  'overview',
  'lately',
];

/** Has whatever lies under a key loaded anew, soon. */
export type Refresh = (key: QueryKey) => void;

type CameraList = InfiniteData<Page<Camera>>;

/**
 * Brings what is shown in line with what happened: the event's own words where they suffice, and
 * loading anew where not.
 */
export function heard(client: QueryClient, event: PlatformEvent, refresh: Refresh): void {
  for (const key of outdatedBy(client, event)) refresh([key]);
}

function outdatedBy(client: QueryClient, event: PlatformEvent): readonly string[] {
  const [thing, what] = event.type.split('.', 2);
  switch (thing) {
    case 'camera':
      return ofCamera(client, event, what ?? '');
    case 'session':
      return ['sessions', 'usage', 'overview', 'lately'];
    case 'tenant':
      return ['tenants', 'tenant', 'cameras', 'sessions'];
    case 'webhook':
      return ['webhooks'];
    case 'gateway':
      return ['gateways', 'cameras'];
    default:
      return [];
  }
}

function ofCamera(client: QueryClient, event: PlatformEvent, what: string): readonly string[] {
  if (what === 'deleted') {
    forget(client, event);
    return ['cameras', 'camera', 'usage', 'tenants', 'overview', 'lately'];
  }
  if (what === 'flapping') return ['health', 'history', 'lately'];
  const summary = SUMMARIES.find((known) => known === what);
  if (summary === undefined) return [...ALL_OF_CAMERAS, 'usage', 'tenants'];
  const { reason, since } = event.data;
  if (typeof reason !== 'string' || typeof since !== 'string') return ALL_OF_CAMERAS;
  change(client, event, (camera) => ({ ...camera, summary, reason, summarySince: since }));
  return ['health', 'history', 'overview', 'lately'];
}

const ALL_OF_CAMERAS = ['cameras', 'camera', 'health', 'overview', 'lately'];

const isOf =
  ({ tenantId, data }: PlatformEvent) =>
  (camera: Camera): boolean =>
    camera.cameraId === data.cameraId && camera.tenantId === tenantId;

function change(client: QueryClient, event: PlatformEvent, to: (camera: Camera) => Camera): void {
  const isMeant = isOf(event);
  client.setQueriesData<CameraList>({ queryKey: ['cameras'] }, (list) =>
    perPage(list, (items) =>
      items.some(isMeant) ? items.map((each) => (isMeant(each) ? to(each) : each)) : items,
    ),
  );
  client.setQueriesData<Camera>({ queryKey: ['camera'] }, (camera) =>
    camera !== undefined && isMeant(camera) ? to(camera) : camera,
  );
}

function forget(client: QueryClient, event: PlatformEvent): void {
  const isMeant = isOf(event);
  client.setQueriesData<CameraList>({ queryKey: ['cameras'] }, (list) =>
    perPage(list, (items) =>
      items.some(isMeant) ? items.filter((each) => !isMeant(each)) : items,
    ),
  );
  // Its open page asks once more, and is told that there is no such camera.
  void client.resetQueries({
    queryKey: ['camera'],
    predicate: ({ state }) => state.data !== undefined && isMeant(state.data as Camera),
  });
}

/** Pages in which nothing changed stay the same object, so that nothing is drawn again. */
function perPage(list: CameraList | undefined, change: (items: Camera[]) => Camera[]) {
  if (list === undefined) return undefined;
  const pages = list.pages.map((page) => {
    const items = change(page.items);
    return items === page.items ? page : { ...page, items };
  });
  return pages.every((page, at) => page === list.pages[at]) ? list : { ...list, pages };
}
