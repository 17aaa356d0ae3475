import type { HealthRun } from '../api/types.ts';

/** A stretch of one state in a window of time. */
export interface Segment {
  result: string;
  start: Date;
  end: Date;
  leftPercent: number;
  widthPercent: number;
}

/**
 * The stretches of state between two moments, the oldest first.
 *
 * @param runs the newest first, as the API lists them; the newest goes on
 */
export function segments(runs: readonly HealthRun[], from: Date, to: Date): Segment[] {
  const span = to.getTime() - from.getTime();
  const percent = (at: number) => (100 * (at - from.getTime())) / span;
  const found: Segment[] = [];
  let end = to.getTime();
  for (const { result, firstAt } of runs) {
    if (end <= from.getTime()) break;
    const start = Math.max(new Date(firstAt).getTime(), from.getTime());
    const younger = found[0];
    if (younger?.result === result) found.shift();
    const until = younger?.result === result ? younger.end.getTime() : end;
    found.unshift({
      result,
      start: new Date(start),
      end: new Date(until),
      leftPercent: percent(start),
      widthPercent: percent(until) - percent(start),
    });
    end = start;
  }
  return found.filter(({ start, end: until }) => until > start);
}
