const ID = 'atalaya.instance.';
const IN_USE = 'atalaya.instances-in-use';

/**
 * The id under which this tile of this tab asks for streams. A page that comes back asks under the
 * same id, and goes on in its session if that is still alive; another tab, or another tile, has its
 * own.
 */
export function clientInstanceId(tile: string, storage: Storage = sessionStorage): string {
  const key = ID + tile;
  const known = storage.getItem(key);
  if (known !== null) return known;
  const fresh = crypto.getRandomValues(new Uint32Array(4)).reduce(hex, '');
  storage.setItem(key, fresh);
  return fresh;
}

/**
 * Called once, before the first id is asked for. A tab keeps its storage over reloads, but a tab
 * that is duplicated, or opened by this one, begins with a copy of it: two pages would watch in one
 * session, and one would end it for the other. So a page marks the ids while it is there, and who
 * finds them marked takes its own. Only a reloaded page keeps them all the same: the page before it
 * was killed and could not take its mark away.
 */
export function claimInstances(
  arrival: string | undefined,
  page: EventTarget = window,
  storage: Storage = sessionStorage,
): void {
  if (storage.getItem(IN_USE) !== null && arrival !== 'reload') {
    for (const key of Object.keys(storage)) if (key.startsWith(ID)) storage.removeItem(key);
  }
  const mark = () => storage.setItem(IN_USE, '1');
  mark();
  page.addEventListener('pagehide', () => storage.removeItem(IN_USE));
  page.addEventListener('pageshow', mark);
}

// Not crypto.randomUUID: that exists in secure contexts only, and a LAN may speak plain HTTP.
const hex = (text: string, word: number) => text + word.toString(16).padStart(8, '0');
