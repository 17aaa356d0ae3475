import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GAP_MILLIS, Refresher, SOON_MILLIS } from './refresher.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('many wishes in a moment become one round, each thing once', async () => {
  const loaded: string[] = [];
  const refresher = new Refresher((key) => loaded.push(key.join('/')));
  for (let i = 0; i < 50; i++) refresher.ask(['sessions']);
  refresher.ask(['usage']);
  await vi.advanceTimersByTimeAsync(SOON_MILLIS);
  expect(loaded).toEqual(['sessions', 'usage']);
});

test('a storm of events loads no more often than the gap', async () => {
  let rounds = 0;
  const refresher = new Refresher(() => {
    rounds += 1;
  });
  for (let passed = 0; passed < 10 * GAP_MILLIS; passed += 10) {
    refresher.ask(['sessions']);
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(rounds).toBeGreaterThanOrEqual(9);
  expect(rounds).toBeLessThanOrEqual(10);
});

test('stopped, it loads nothing more', async () => {
  let rounds = 0;
  const refresher = new Refresher(() => {
    rounds += 1;
  });
  refresher.ask(['usage']);
  refresher.stop();
  await vi.advanceTimersByTimeAsync(10 * GAP_MILLIS);
  expect(rounds).toBe(0);
});
