import { expect, test } from 'vitest';
import type { HealthRun } from '../api/types.ts';
import { segments } from './segments.ts';

const now = new Date('2026-03-01T12:00:00Z');
const hour = 3_600_000;
const from = new Date(now.getTime() - 10 * hour);
const run = (result: string, hoursAgo: number, reason = 'r') =>
  ({
    result,
    reason,
    firstAt: new Date(now.getTime() - hoursAgo * hour).toISOString(),
    lastAt: new Date(now.getTime() - hoursAgo * hour + 60_000).toISOString(),
    count: 5,
  }) as HealthRun;

const drawn = (runs: HealthRun[]) =>
  segments(runs, from, now).map(
    ({ result, leftPercent, widthPercent }) => `${result} ${leftPercent} ${widthPercent}`,
  );

test('a run lasts until the next one begins, and the newest until now', () => {
  expect(drawn([run('online', 2), run('offline', 5), run('online', 8)])).toEqual([
    'online 20 30',
    'offline 50 30',
    'online 80 20',
  ]);
});

test('what began before is cut at the left edge, and what was over by then is left out', () => {
  expect(drawn([run('online', 4), run('offline', 20), run('pending', 30)])).toEqual([
    'offline 0 60',
    'online 60 40',
  ]);
});

test('runs of the same state for other reasons are one stretch', () => {
  expect(drawn([run('offline', 2, 'unreachable'), run('offline', 6, 'busy')])).toEqual([
    'offline 40 60',
  ]);
});

test('nothing is known of a time before the first run, nor of a camera without any', () => {
  expect(drawn([run('online', 1)])).toEqual(['online 90 10']);
  expect(drawn([])).toEqual([]);
});
