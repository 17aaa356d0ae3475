import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../api/error.ts';
import { PlayerController } from './controller.ts';
import type { PlaybackEngine } from './engine.ts';
import type { Failure } from './failure.ts';
import type { PlayerState } from './state.ts';

/** The control plane and hls.js as far as the player sees them, written by hand. */
class World {
  readonly calls: string[] = [];
  readonly states: string[] = [];
  refusal: ApiError | null = null;
  latency: number | null = null;
  fail: (failure: Failure) => void = () => undefined;
  state: PlayerState = { kind: 'paused' };
  private granted = 0;

  readonly player = new PlayerController(
    document.createElement('video'),
    {
      request: async (terminate) => {
        this.calls.push(['request', ...terminate].join(' without '));
        if (this.refusal !== null) throw this.refusal;
        this.granted += 1;
        return {
          sessionId: `s${this.granted}`,
          tokenId: `t${this.granted}`,
          playbackUrl: `/live/${this.granted}`,
        };
      },
      end: async (id) => {
        this.calls.push(`end ${id}`);
      },
      leave: ({ sessionId, tokenId }) => {
        this.calls.push(`leave ${sessionId} with ${tokenId}`);
      },
    },
    async (_video, url, onFailure): Promise<PlaybackEngine> => {
      this.calls.push(`play ${url}`);
      this.fail = onFailure;
      return {
        dispose: () => this.calls.push('dispose'),
        shownAt: () => null,
        latencySeconds: () => this.latency,
        toLiveEdge: () => this.calls.push('jump'),
      };
    },
    (state) => {
      this.state = state;
      this.states.push(state.kind);
    },
    () => 0,
  );
}

let world: World;
beforeEach(() => {
  vi.useFakeTimers();
  world = new World();
});
afterEach(() => {
  world.player.stop();
  vi.useRealTimers();
});

const elapse = (millis: number) => vi.advanceTimersByTimeAsync(millis);
async function goLive() {
  world.player.start();
  await elapse(0);
  world.player.frame();
}

test('asks for a token, plays, and is live with the first frame', async () => {
  world.player.start();
  await elapse(0);
  expect(world.calls).toEqual(['request', 'play /live/1']);
  expect(world.state.kind).toBe('connecting');
  world.player.frame();
  expect(world.state.kind).toBe('live');
});

test('gives its session back when it stops', async () => {
  await goLive();
  world.player.stop();
  expect(world.calls.slice(2)).toEqual(['dispose', 'end s1']);
  expect(world.state.kind).toBe('paused');
});

test('leaves with its page while it reconnects, and goes on when the page is back', async () => {
  await goLive();
  world.fail({ from: 'stall' });
  world.player.leave();
  expect(world.calls.slice(2)).toEqual(['dispose', 'leave s1 with t1']);
  expect(world.state.kind).toBe('paused');
  await elapse(60_000);
  expect(world.calls).toHaveLength(4);
  world.player.start();
  await elapse(0);
  expect(world.calls.slice(4)).toEqual(['request', 'play /live/2']);
});

test('gives back a session that is granted only after it stopped', async () => {
  world.player.start();
  world.player.stop();
  await elapse(0);
  expect(world.calls).toEqual(['request', 'end s1']);
});

test('asks for a new token at every reconnect and keeps its session meanwhile', async () => {
  await goLive();
  world.fail({ from: 'gateway', error: new ApiError(0, 'network_error', '') });
  expect(world.state).toMatchObject({ kind: 'reconnecting', attempt: 1, delayMillis: 500 });
  await elapse(500);
  expect(world.calls.slice(2)).toEqual(['dispose', 'request', 'play /live/2']);
});

test('frees its slot while the camera has no picture', async () => {
  await goLive();
  world.fail({ from: 'gateway', error: new ApiError(503, 'stream_not_ready', '') });
  expect(world.state.kind).toBe('offline');
  expect(world.calls).toContain('end s1');
});

test('never asks again after a refusal that will not change', async () => {
  world.refusal = new ApiError(403, 'permission_denied', '');
  world.player.start();
  await elapse(600_000);
  expect(world.calls).toEqual(['request']);
  expect(world.state.kind).toBe('denied');
});

test('starts by itself when a slot becomes free', async () => {
  world.refusal = new ApiError(409, 'stream_limit_reached', '', { retryAfterSeconds: 6 });
  world.player.start();
  await elapse(5_999);
  expect(world.state.kind).toBe('limit');
  world.refusal = null;
  await elapse(1);
  expect(world.calls.slice(1)).toEqual(['request', 'play /live/1']);
});

test('gives up what it is told to for its slot, once', async () => {
  world.refusal = new ApiError(409, 'stream_limit_reached', '', { retryAfterSeconds: 6 });
  world.player.start();
  await elapse(0);
  world.player.start(['s9']);
  await elapse(6_000);
  expect(world.calls).toEqual(['request', 'request without s9', 'request']);
});

test('takes frames that stop for a failure, and frames that come for life', async () => {
  await goLive();
  for (let second = 0; second < 20; second += 1) {
    await elapse(1_000);
    world.player.frame();
  }
  expect(world.state.kind).toBe('live');
  await elapse(9_000);
  expect(world.states).toContain('reconnecting');
});

test('a failure of an attempt that is over is not heard', async () => {
  await goLive();
  const late = world.fail;
  world.player.start();
  await elapse(0);
  late({ from: 'codec' });
  expect(world.state.kind).toBe('connecting');
});

test('jumps to the live edge when it is far behind', async () => {
  await goLive();
  world.latency = 9;
  await elapse(500);
  expect(world.calls).toContain('jump');
});
