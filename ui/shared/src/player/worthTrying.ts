import type { Camera } from '../api/types.ts';

/**
 * Whether there is surely no picture to have. One on demand may always wake up, unless it is
 * switched off; "unknown" says nothing about the camera.
 */
export function isDark({ summary, onDemand }: Pick<Camera, 'summary' | 'onDemand'>): boolean {
  if (summary === 'disabled') return true;
  return !onDemand && (summary === 'offline' || summary === 'auth_failed');
}
