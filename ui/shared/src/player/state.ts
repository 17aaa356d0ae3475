import type { ApiError } from '../api/error.ts';
import { type Failure, judge, type Limit } from './failure.ts';

/** What the viewer sees of one tile. `attempt` counts failures since the last live picture. */
export type PlayerState =
  | { kind: 'paused' }
  /** `full`: a limit it met before and tries to get past. */
  | { kind: 'connecting'; attempt: number; full?: Limit }
  | { kind: 'live' }
  | { kind: 'reconnecting'; attempt: number; delayMillis: number }
  | { kind: 'offline'; attempt: number; delayMillis: number }
  | { kind: 'limit'; attempt: number; delayMillis: number; full: Limit }
  | { kind: 'denied'; error: ApiError }
  | { kind: 'unsupported' }
  | { kind: 'ended'; reason: string };

export type PlayerEvent =
  | { kind: 'started' }
  | { kind: 'paused' }
  | { kind: 'frame' }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'retryDue' };

/** Nothing more happens by itself in these. */
export function isTerminal(state: PlayerState): boolean {
  return state.kind === 'denied' || state.kind === 'unsupported' || state.kind === 'ended';
}

/** Pure: no clock, no network. `random` in [0, 1) spreads the retries of many tiles. */
export function next(state: PlayerState, event: PlayerEvent, random: number): PlayerState {
  switch (event.kind) {
    case 'started':
      return { kind: 'connecting', attempt: 0 };
    case 'paused':
      return isTerminal(state) ? state : { kind: 'paused' };
    case 'frame':
      return state.kind === 'connecting' ? { kind: 'live' } : state;
    case 'retryDue':
      return 'delayMillis' in state ? retrying(state) : state;
    case 'failed':
      return state.kind === 'connecting' || state.kind === 'live'
        ? afterFailure(state, event.failure, random)
        : state;
  }
}

function retrying(state: Extract<PlayerState, { delayMillis: number }>): PlayerState {
  const { attempt } = state;
  return state.kind === 'limit'
    ? { kind: 'connecting', attempt, full: state.full }
    : { kind: 'connecting', attempt };
}

function afterFailure(state: PlayerState, failure: Failure, random: number): PlayerState {
  const attempt = 'attempt' in state ? state.attempt + 1 : 1;
  const verdict = judge(failure);
  switch (verdict.kind) {
    case 'retry':
      return {
        kind: 'reconnecting',
        attempt,
        delayMillis: verdict.minDelayMillis + backoffMillis(attempt, random),
      };
    case 'offline':
      return {
        kind: 'offline',
        attempt,
        delayMillis: verdict.minDelayMillis + backoffMillis(attempt, random),
      };
    case 'limit': {
      const { full, minDelayMillis } = verdict;
      const delayMillis = minDelayMillis + random * minDelayMillis * 0.25;
      return { kind: 'limit', attempt, delayMillis, full };
    }
    case 'denied':
      return { kind: 'denied', error: verdict.error };
    case 'unsupported':
      return { kind: 'unsupported' };
    case 'ended':
      return { kind: 'ended', reason: verdict.reason };
  }
}

const BASE_MILLIS = 500;
const CAP_MILLIS = 15_000;

/** Doubling with "equal jitter": between half and all of the ceiling, so never at once. */
export function backoffMillis(attempt: number, random: number): number {
  const ceiling = Math.min(CAP_MILLIS, BASE_MILLIS * 2 ** Math.min(attempt, 10));
  return ceiling / 2 + random * (ceiling / 2);
}
