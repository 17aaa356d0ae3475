export const LAYOUTS = [1, 4, 9] as const;
export type Layout = (typeof LAYOUTS)[number];

export interface WallSearch {
  layout?: Layout;
  /** Ids, comma-separated. Left out: all cameras, in order. */
  cameras?: string;
  /** From 1. */
  page?: number;
}

/** What the address of the wall says; what makes no sense there is ignored. */
export function wallSearch(search: Record<string, unknown>): WallSearch {
  const layout = LAYOUTS.find((known) => known === Number(search.layout));
  const page = Number(search.page);
  return {
    ...(layout === undefined ? {} : { layout }),
    ...(typeof search.cameras === 'string' && search.cameras !== ''
      ? { cameras: search.cameras }
      : {}),
    ...(Number.isInteger(page) && page > 1 ? { page } : {}),
  };
}

export interface WallPage<T> {
  /** As many as the layout has tiles; undefined where no camera is left. */
  tiles: (T | undefined)[];
  page: number;
  pages: number;
}

/** Which cameras stand on the wall: the chosen ones that exist, else all, cut into pages. */
export function wallPage<T extends { cameraId: string }>(
  cameras: readonly T[],
  { layout = 4, cameras: chosen, page = 1 }: WallSearch,
): WallPage<T> {
  const wanted = chosen === undefined ? cameras : pick(cameras, chosen.split(','));
  const pages = Math.max(1, Math.ceil(wanted.length / layout));
  const shown = Math.min(page, pages);
  const first = (shown - 1) * layout;
  const tiles = Array.from({ length: layout }, (_, index) => wanted[first + index]);
  return { tiles, page: shown, pages };
}

function pick<T extends { cameraId: string }>(cameras: readonly T[], ids: readonly string[]): T[] {
  const byId = new Map(cameras.map((camera) => [camera.cameraId, camera]));
  return [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
}
