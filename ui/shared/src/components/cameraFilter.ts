import type { Camera } from '../api/types.ts';

/** In the order of urgency. */
export const SUMMARIES = [
  'offline',
  'auth_failed',
  'degraded',
  'unknown',
  'pending',
  'online',
  'disabled',
] as const;

interface CameraFilter {
  q?: string | undefined;
  state?: string | undefined;
}

/** Keeps cameras whose id, name or a label holds `q` (no matter the case), in state `state`. */
export function filterCameras(cameras: readonly Camera[], { q = '', state }: CameraFilter) {
  const text = q.trim().toLowerCase();
  return cameras.filter(
    (camera) =>
      (state === undefined || camera.summary === state) &&
      (text === '' || searchable(camera).includes(text)),
  );
}

function searchable({ cameraId, name, labels }: Camera): string {
  return [cameraId, name, ...Object.entries(labels ?? {}).flat()].join('\n').toLowerCase();
}
