import { type Overview, SUMMARIES } from '@atalaya/shared';

type Cameras = Overview['cameras'];
type Summary = (typeof SUMMARIES)[number];

/** How many cameras have that summary. */
export const countOf = (cameras: Cameras, summary: Summary): number =>
  summary === 'auth_failed' ? cameras.authFailed : cameras[summary];

/** All cameras there are. */
export const totalOf = (cameras: Cameras): number =>
  SUMMARIES.reduce((sum, summary) => sum + countOf(cameras, summary), 0);
