/**
 * The id under which this tile of this tab asks for streams. A page that comes back asks under the
 * same id, and goes on in its session if that is still alive; another tab, or another tile, has its
 * own.
 */
export function clientInstanceId(tile: string, storage: Storage = sessionStorage): string {
  const key = `atalaya.instance.${tile}`;
  const known = storage.getItem(key);
  if (known !== null) return known;
  const fresh = crypto.getRandomValues(new Uint32Array(4)).reduce(hex, '');
  storage.setItem(key, fresh);
  return fresh;
}

// Not crypto.randomUUID: that exists in secure contexts only, and a LAN may speak plain HTTP.
const hex = (text: string, word: number) => text + word.toString(16).padStart(8, '0');
