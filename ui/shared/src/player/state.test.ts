import { describe, expect, test } from 'vitest';
import { ApiError } from '../api/error.ts';
import { type Failure, judge } from './failure.ts';
import { backoffMillis, next, type PlayerState } from './state.ts';

const connecting: PlayerState = { kind: 'connecting', attempt: 0 };
const live: PlayerState = { kind: 'live' };

const api = (status: number, code: string, details = {}): Failure => ({
  from: 'api',
  error: new ApiError(status, code, '', details),
});
const gateway = (status: number, code: string, details = {}): Failure => ({
  from: 'gateway',
  error: new ApiError(status, code, '', details),
});
const after = (state: PlayerState, failure: Failure) =>
  next(state, { kind: 'failed', failure }, 0.5);

describe('a refusal that will not change stops the player and says why', () => {
  test.each([
    [api(403, 'permission_denied'), 'denied'],
    [api(403, 'entitlement_denied'), 'denied'],
    [api(404, 'camera_not_found'), 'denied'],
    [api(401, 'unauthenticated'), 'denied'],
    [gateway(410, 'session_ended', { reason: 'admin' }), 'ended'],
    [gateway(410, 'session_ended', { reason: 'camera_deleted' }), 'ended'],
    [gateway(410, 'session_ended', { reason: 'max_duration' }), 'ended'],
    [{ from: 'codec' } as const, 'unsupported'],
  ])('%j → %s', (failure, kind) => {
    expect(after(live, failure).kind).toBe(kind);
    expect(after(live, failure)).not.toHaveProperty('delayMillis');
  });
});

describe('a failure that may pass is tried again', () => {
  test.each([
    [api(0, 'network_error'), 'reconnecting'],
    [api(503, 'gateway_unavailable'), 'reconnecting'],
    [api(500, 'internal_error'), 'reconnecting'],
    [api(429, 'too_many_requests'), 'reconnecting'],
    [gateway(401, 'token_used'), 'reconnecting'],
    [gateway(401, 'token_expired'), 'reconnecting'],
    [gateway(503, 'control_plane_unavailable'), 'reconnecting'],
    [gateway(503, 'stream_not_ready'), 'offline'],
    [gateway(410, 'session_expired'), 'reconnecting'],
    [gateway(410, 'session_ended', { reason: 'source_lost' }), 'reconnecting'],
    [api(409, 'camera_disabled'), 'offline'],
    [api(403, 'tenant_suspended'), 'offline'],
    [gateway(410, 'session_ended', { reason: 'tenant_suspended' }), 'offline'],
    [gateway(410, 'session_ended', { reason: 'camera_disabled' }), 'offline'],
    [{ from: 'stall' } as const, 'reconnecting'],
  ])('%j → %s', (failure, kind) => {
    const state = after(live, failure);
    expect(state.kind).toBe(kind);
    expect(state).toHaveProperty('delayMillis', expect.any(Number));
  });
});

test('the limit tells its numbers and waits as long as the server asks, within bounds', () => {
  const failure = api(409, 'stream_limit_reached', { limit: 4, inUse: 4, retryAfterSeconds: 27 });
  expect(next(connecting, { kind: 'failed', failure }, 0)).toEqual({
    kind: 'limit',
    attempt: 1,
    delayMillis: 27_000,
    full: { scope: 'tenant', limit: 4, inUse: 4, own: [] },
  });
  const hasty = judge(api(409, 'stream_limit_reached', { retryAfterSeconds: 0.1 }));
  expect(hasty).toMatchObject({ kind: 'limit', minDelayMillis: 5_000 });
  const endless = judge(api(409, 'stream_limit_reached', { retryAfterSeconds: 86_400 }));
  expect(endless).toMatchObject({ minDelayMillis: 60_000 });
});

test('the limit says what is full and what of it is the viewer’s own', () => {
  const own = { sessionId: 's1', cameraId: 'yard', state: 'active', since: '2026-01-01T00:00:00Z' };
  const failure = api(409, 'stream_limit_reached', {
    scope: 'user',
    limit: 2,
    inUse: 2,
    conflicts: [own, 'nonsense', { sessionId: 's2' }],
  });
  const refused = after(connecting, failure);
  expect(refused).toMatchObject({ full: { scope: 'user', own: [own] } });
  const again = next(refused, { kind: 'retryDue' }, 0);
  expect(again, 'still on the screen').toMatchObject({ kind: 'connecting', full: { own: [own] } });
  expect(next(again, { kind: 'frame' }, 0)).toEqual(live);
});

test('a page that is still there asks again when another one left their session', () => {
  const left = gateway(410, 'session_ended', { reason: 'viewer_left' });
  expect(after(live, left).kind).toBe('reconnecting');
  const stopped = gateway(410, 'session_ended', { reason: 'viewer' });
  expect(after(live, stopped)).toEqual({ kind: 'ended', reason: 'viewer' });
  expect(after(connecting, stopped)).toEqual({ kind: 'ended', reason: 'viewer' });
});

test('attempts are counted until a frame is shown', () => {
  const first = after(connecting, { from: 'stall' });
  expect(first).toMatchObject({ kind: 'reconnecting', attempt: 1 });
  const again = next(first, { kind: 'retryDue' }, 0);
  expect(again).toEqual({ kind: 'connecting', attempt: 1 });
  expect(after(again, { from: 'stall' })).toMatchObject({ attempt: 2 });
  const shown = next(again, { kind: 'frame' }, 0);
  expect(shown).toEqual(live);
  expect(after(shown, { from: 'stall' })).toMatchObject({ attempt: 1 });
});

test('what an over attempt reports late changes nothing', () => {
  const ended: PlayerState = { kind: 'ended', reason: 'admin' };
  for (const state of [ended, { kind: 'paused' } as const]) {
    expect(after(state, { from: 'stall' })).toBe(state);
    expect(next(state, { kind: 'frame' }, 0)).toBe(state);
    expect(next(state, { kind: 'retryDue' }, 0)).toBe(state);
  }
});

test('pausing keeps an end on the screen, and starting begins anew', () => {
  const ended: PlayerState = { kind: 'ended', reason: 'admin' };
  expect(next(ended, { kind: 'paused' }, 0)).toBe(ended);
  expect(next(live, { kind: 'paused' }, 0)).toEqual({ kind: 'paused' });
  expect(next(ended, { kind: 'started' }, 0)).toEqual(connecting);
});

test('the delay doubles, has jitter, and stays within 15 seconds', () => {
  expect([1, 2, 3, 4].map((attempt) => backoffMillis(attempt, 1))).toEqual([
    1000, 2000, 4000, 8000,
  ]);
  expect(backoffMillis(1, 0)).toBe(500);
  for (const attempt of [5, 10, 1000]) {
    expect(backoffMillis(attempt, 0)).toBe(7_500);
    expect(backoffMillis(attempt, 1)).toBe(15_000);
  }
});
