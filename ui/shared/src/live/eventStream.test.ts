import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../api/error.ts';
import { type Connect, EventStream, RESUME_MILLIS, SILENCE_MILLIS } from './eventStream.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A server whose connections are answered by hand. */
function server() {
  const calls: { after: string | undefined; signal: AbortSignal; line: Line }[] = [];
  const connect: Connect = (after, signal) => {
    const line = new Line();
    calls.push({ after, signal, line });
    signal.addEventListener('abort', () => line.fail(new Error('aborted')));
    return line.opened;
  };
  return { calls, connect, last: () => calls.at(-1) as (typeof calls)[number] };
}

class Line {
  #open: (body: ReadableStream<Uint8Array>) => void = () => {};
  #refuse: (error: unknown) => void = () => {};
  #out: ReadableStreamDefaultController<Uint8Array> | undefined;
  readonly opened = new Promise<ReadableStream<Uint8Array>>((open, refuse) => {
    this.#open = open;
    this.#refuse = refuse;
  });

  async send(text: string) {
    if (this.#out === undefined) {
      this.#open(
        new ReadableStream({
          start: (out) => {
            this.#out = out;
          },
        }),
      );
    }
    this.#out?.enqueue(new TextEncoder().encode(text));
    await vi.advanceTimersByTimeAsync(0);
  }

  async end() {
    this.#out?.close();
    await vi.advanceTimersByTimeAsync(0);
  }

  fail(error: unknown) {
    if (this.#out === undefined) this.#refuse(error);
    else this.#out.error(error);
  }
}

function follow() {
  const { connect, calls, last } = server();
  const told: unknown[] = [];
  const states: string[] = [];
  const stream = new EventStream({
    connect,
    onEvent: (event) => told.push(event.type),
    onGap: () => told.push('GAP'),
    onState: (state) => states.push(state),
    jitter: () => 1,
  });
  stream.start();
  return { stream, calls, last, told, states };
}

const HELLO = 'retry: 2000\nid: 1-0\n\n';
const event = (id: string, type: string) => `id: ${id}\ndata: {"type":"${type}","data":{}}\n\n`;

test('opens first, then has everything loaded, then tells what happens', async () => {
  const { last, told, states, stream } = follow();
  expect(last().after).toBeUndefined();
  await last().line.send(HELLO);
  await last().line.send(event('2-0', 'camera.online'));
  expect(told).toEqual(['GAP', 'camera.online']);
  expect(states).toEqual(['connecting', 'live']);
  stream.stop();
});

test('comes back to where it was, and loads nothing anew', async () => {
  const { calls, last, told, states, stream } = follow();
  await last().line.send(HELLO + event('2-0', 'camera.online'));
  await last().line.end();
  expect(states.at(-1)).toBe('connecting');
  await vi.advanceTimersByTimeAsync(3_000);
  expect(calls).toHaveLength(2);
  expect(last().after).toBe('2-0');
  await last().line.send('retry: 2000\nid: 2-0\n\n');
  await last().line.send(event('3-0', 'camera.offline'));
  expect(told).toEqual(['GAP', 'camera.online', 'camera.offline']);
  expect(states.at(-1)).toBe('live');
  stream.stop();
});

test('a reset has everything loaded anew', async () => {
  const { last, told, stream } = follow();
  await last().line.send(HELLO);
  await last().line.send('id: 9-0\ndata: {"type":"stream.reset"}\n\n');
  expect(told).toEqual(['GAP', 'GAP']);
  stream.stop();
});

test('whoever was away for long asks for no story of it', async () => {
  const { last, told, stream } = follow();
  await last().line.send(HELLO);
  stream.stop();
  await vi.advanceTimersByTimeAsync(RESUME_MILLIS + 1);
  stream.start();
  expect(last().after).toBeUndefined();
  await last().line.send('retry: 2000\nid: 50-0\n\n');
  expect(told).toEqual(['GAP', 'GAP']);
  stream.stop();
});

test('waits longer each time nobody answers, up to a bound', async () => {
  const { calls, last, stream } = follow();
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 7; attempt++) {
    last().line.fail(new Error('refused'));
    const before = Date.now();
    for (let i = 0; i < 100 && calls.length === attempt; i++) {
      await vi.advanceTimersByTimeAsync(500);
    }
    waits.push(Date.now() - before);
  }
  expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  stream.stop();
});

test('a stream that gives no sign of life is given up', async () => {
  const { calls, last, stream } = follow();
  await last().line.send(HELLO);
  await vi.advanceTimersByTimeAsync(SILENCE_MILLIS - 1);
  await last().line.send(': heartbeat\nid: 1-0\n\n');
  await vi.advanceTimersByTimeAsync(SILENCE_MILLIS - 1);
  expect(last().signal.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(calls[0]?.signal.aborted).toBe(true);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(calls).toHaveLength(2);
  stream.stop();
});

test('a place the server does not know is forgotten', async () => {
  const { calls, last, stream } = follow();
  await last().line.send(HELLO);
  await last().line.end();
  await vi.advanceTimersByTimeAsync(3_000);
  last().line.fail(new ApiError(400, 'validation_failed', 'not one of ours'));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(calls).toHaveLength(3);
  expect(last().after).toBeUndefined();
  stream.stop();
});

test('nobody signed in: it ends for good', async () => {
  const { calls, last, states } = follow();
  last().line.fail(new ApiError(401, 'unauthenticated', 'who?'));
  await vi.advanceTimersByTimeAsync(120_000);
  expect(calls).toHaveLength(1);
  expect(states.at(-1)).toBe('off');
});

test('stopped, it lets go of the connection and hears nothing more', async () => {
  const { calls, last, told, stream } = follow();
  await last().line.send(HELLO);
  stream.stop();
  expect(last().signal.aborted).toBe(true);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(calls).toHaveLength(1);
  expect(told).toEqual(['GAP']);
});

test('what is no event is passed over', async () => {
  const { last, told, stream } = follow();
  await last().line.send(HELLO);
  await last().line.send('id: 2-0\ndata: not json\n\nid: 3-0\ndata: 7\n\n');
  await last().line.send(event('4-0', 'camera.online'));
  expect(told).toEqual(['GAP', 'camera.online']);
  stream.stop();
});
