export interface CameraSearch {
  q?: string;
  state?: string;
}

/** What the address of the camera list says: text and state to filter by. */
export function cameraSearch(search: Record<string, unknown>): CameraSearch {
  return {
    ...(typeof search.q === 'string' && search.q !== '' ? { q: search.q } : {}),
    ...(typeof search.state === 'string' && search.state !== '' ? { state: search.state } : {}),
  };
}
