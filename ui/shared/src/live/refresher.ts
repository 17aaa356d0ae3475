import type { QueryKey } from '@tanstack/react-query';

/** What happens together is loaded together. */
export const SOON_MILLIS = 150;
/** However much happens, nothing is loaded more often than this. */
export const GAP_MILLIS = 1_500;

/** Collects what is to be loaded anew, and has each of it loaded once. */
export class Refresher {
  readonly #load: (key: QueryKey) => void;
  #asked = new Map<string, QueryKey>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = 0;

  constructor(load: (key: QueryKey) => void) {
    this.#load = load;
  }

  ask(key: QueryKey): void {
    this.#asked.set(JSON.stringify(key), key);
    if (this.#timer !== undefined) return;
    const wait = Math.max(SOON_MILLIS, this.#last + GAP_MILLIS - Date.now());
    this.#timer = setTimeout(() => this.#round(), wait);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asked.clear();
  }

  #round(): void {
    this.#timer = undefined;
    this.#last = Date.now();
    const asked = [...this.#asked.values()];
    this.#asked.clear();
    for (const key of asked) this.#load(key);
  }
}
