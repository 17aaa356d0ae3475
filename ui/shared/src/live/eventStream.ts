import { asApiError } from '../api/error.ts';
import { type SseMessage, SseReader } from './sse.ts';

/** What happened, as docs/ref/events.md lists it. New types and fields may come. */
export interface PlatformEvent {
  type: string;
  tenantId?: string;
  data: Readonly<Record<string, unknown>>;
}

/** `off`: not followed at all. `connecting`: being opened, or lost and tried again. */
export type StreamState = 'off' | 'connecting' | 'live';

/** Opens the stream after a place, or from now on. Throws an ApiError when it is refused. */
export type Connect = (
  after: string | undefined,
  signal: AbortSignal,
) => Promise<ReadableStream<Uint8Array>>;

export interface EventStreamOptions {
  connect: Connect;
  onEvent: (event: PlatformEvent) => void;
  /** What happened until now is not known: load everything. */
  onGap: () => void;
  onState: (state: StreamState) => void;
  /** 0 to 1. */
  jitter?: () => number;
}

/** The server gives a sign of life every 15 s. */
export const SILENCE_MILLIS = 40_000;
/** After a longer absence loading once is cheaper than hearing all of what was missed. */
export const RESUME_MILLIS = 60_000;
const FIRST_WAIT_MILLIS = 2_000;
const LONGEST_WAIT_MILLIS = 30_000;

/**
 * Follows `GET /events` while it is started: comes back by itself to where it was, later and later
 * while nobody answers. A fetch instead of the browser's EventSource, which cannot be paused and
 * resumed, names no tenant, and does not say why it was refused.
 */
export class EventStream {
  readonly #options: EventStreamOptions;
  #place: { id: string; at: number } | undefined;
  #run: AbortController | undefined;

  constructor(options: EventStreamOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#run !== undefined) return;
    this.#run = new AbortController();
    void this.#follow(this.#run.signal);
  }

  /** Another {@link start} goes on from here. */
  stop(): void {
    this.#run?.abort();
    this.#run = undefined;
    this.#options.onState('off');
  }

  async #follow(stopped: AbortSignal): Promise<void> {
    this.#options.onState('connecting');
    for (let failures = 0; !stopped.aborted; failures++) {
      const end = await this.#once(stopped);
      if (stopped.aborted) return;
      if (end.status === 401) return this.stop();
      if (end.status === 400) this.#place = undefined;
      if (end.opened) failures = 0;
      this.#options.onState('connecting');
      await pause(this.#wait(failures), stopped);
    }
  }

  /** One connection, until it ends. */
  async #once(stopped: AbortSignal): Promise<{ opened: boolean; status: number }> {
    const line = new AbortController();
    const hangUp = () => line.abort();
    stopped.addEventListener('abort', hangUp);
    let silence = setTimeout(hangUp, SILENCE_MILLIS);
    let opened = false;
    try {
      const after = this.#knownPlace();
      const body = await this.#options.connect(after, line.signal);
      const reader = new SseReader();
      for await (const text of pieces(body)) {
        clearTimeout(silence);
        silence = setTimeout(hangUp, SILENCE_MILLIS);
        if (stopped.aborted) break;
        if (!opened) {
          opened = true;
          this.#options.onState('live');
          if (after === undefined) this.#options.onGap();
        }
        for (const message of reader.take(text)) this.#heard(message);
      }
      return { opened, status: 0 };
    } catch (error) {
      return { opened, status: asApiError(error).status };
    } finally {
      clearTimeout(silence);
      stopped.removeEventListener('abort', hangUp);
      line.abort();
    }
  }

  #knownPlace(): string | undefined {
    const { id, at } = this.#place ?? { id: undefined, at: 0 };
    return Date.now() - at > RESUME_MILLIS ? undefined : id;
  }

  #heard({ id, data }: SseMessage): void {
    if (id !== undefined) this.#place = { id, at: Date.now() };
    if (data === null) return;
    const event = parsed(data);
    if (event?.type === 'stream.reset') this.#options.onGap();
    else if (event !== undefined) this.#options.onEvent(event);
  }

  #wait(failures: number): number {
    const most = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS * 2 ** failures);
    return (most / 2) * (1 + (this.#options.jitter ?? Math.random)());
  }
}

async function* pieces(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield decoder.decode(value, { stream: true });
  }
}

function parsed(data: string): PlatformEvent | undefined {
  try {
    const event: unknown = JSON.parse(data);
    if (typeof event !== 'object' || event === null) return undefined;
    const { type, tenantId, data: more } = event as Record<string, unknown>;
    if (typeof type !== 'string') return undefined;
    return {
      type,
      ...(typeof tenantId === 'string' ? { tenantId } : {}),
      data: typeof more === 'object' && more !== null ? (more as PlatformEvent['data']) : {},
    };
  } catch {
    // Not one of ours: there is nothing to learn from it.
    return undefined;
  }
}

/** Waits, or until it is stopped. */
function pause(millis: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stopped.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, millis);
    stopped.addEventListener('abort', end);
  });
}
