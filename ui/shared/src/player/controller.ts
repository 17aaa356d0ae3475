import { asApiError } from '../api/error.ts';
import type { Grant } from './admission.ts';
import type { PlaybackEngine, StartEngine } from './engine.ts';
import type { Failure } from './failure.ts';
import { next, type PlayerEvent, type PlayerState } from './state.ts';

/** Waiting this long for a picture, first or next, is a stall. */
const FIRST_FRAME_MILLIS = 20_000;
const NEXT_FRAME_MILLIS = 8_000;
/** Farther behind than this, playing a little faster is not enough: jump. */
const JUMP_BEHIND_SECONDS = 8;
const WATCH_MILLIS = 500;

interface Sessions {
  request(terminate: readonly string[]): Promise<Grant>;
  end(sessionId: string): Promise<void>;
  leave(grant: Grant): void;
}

/**
 * Keeps one camera playing in one video element: asks for a token at every attempt, starts the
 * engine, watches the frames, and does what {@link next} decides. While it reconnects it keeps its
 * session, and so its slot; whenever nothing is going to play for a while it gives it back.
 * What arrives late from an attempt that is over is dropped.
 */
export class PlayerController {
  private state: PlayerState = { kind: 'paused' };
  private attempt: Attempt | null = null;
  private held: Grant | null = null;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly sessions: Sessions,
    private readonly startEngine: StartEngine,
    private readonly onState: (state: PlayerState) => void,
    private readonly random: () => number = Math.random,
  ) {}

  /**
   * Also starts again after an end, and at once instead of at the next retry.
   *
   * `terminate`: sessions of one's own that end if that makes room for this one; asked for once.
   */
  start(terminate: readonly string[] = []): void {
    this.dispatch({ kind: 'started' });
    this.open(terminate);
  }

  /** Frees the slot at once: a stopped controller holds nothing. */
  stop(): void {
    this.close();
    this.release();
    this.dispatch({ kind: 'paused' });
  }

  /** The page goes away, perhaps for ever; {@link start} goes on after it, soon in its session. */
  leave(): void {
    this.close();
    if (this.held !== null) this.sessions.leave(this.held);
    this.held = null;
    this.dispatch({ kind: 'paused' });
  }

  /** A frame was shown. */
  frame(): void {
    if (this.attempt === null) return;
    this.attempt.frameDeadline = performance.now() + NEXT_FRAME_MILLIS;
    this.dispatch({ kind: 'frame' });
  }

  get engine(): PlaybackEngine | null {
    return this.attempt?.engine ?? null;
  }

  private open(terminate: readonly string[] = []): void {
    this.close();
    const frameDeadline = performance.now() + FIRST_FRAME_MILLIS;
    const attempt: Attempt = { frameDeadline, watch: 0 };
    attempt.watch = window.setInterval(() => this.watch(attempt), WATCH_MILLIS);
    this.attempt = attempt;
    void this.connect(attempt, terminate);
  }

  private async connect(attempt: Attempt, terminate: readonly string[]): Promise<void> {
    try {
      const grant = await this.sessions.request(terminate);
      if (this.attempt !== attempt) {
        void this.sessions.end(grant.sessionId);
        return;
      }
      this.held = grant;
      const fail = (failure: Failure) => this.fail(attempt, failure);
      const engine = await this.startEngine(this.video, grant.playbackUrl, fail);
      if (this.attempt === attempt) attempt.engine = engine;
      else engine.dispose();
    } catch (error) {
      this.fail(attempt, { from: 'api', error: asApiError(error) });
    }
  }

  private watch(attempt: Attempt): void {
    if (performance.now() > attempt.frameDeadline) this.fail(attempt, { from: 'stall' });
    else if ((attempt.engine?.latencySeconds() ?? 0) > JUMP_BEHIND_SECONDS) {
      attempt.engine?.toLiveEdge();
    }
  }

  private fail(attempt: Attempt, failure: Failure): void {
    if (this.attempt !== attempt) return;
    this.close();
    this.dispatch({ kind: 'failed', failure });
    if (this.state.kind !== 'reconnecting') this.release();
    if ('delayMillis' in this.state) {
      this.retryTimer = setTimeout(() => this.retry(), this.state.delayMillis);
    }
  }

  private retry(): void {
    this.dispatch({ kind: 'retryDue' });
    this.open();
  }

  private close(): void {
    clearTimeout(this.retryTimer);
    if (this.attempt === null) return;
    clearInterval(this.attempt.watch);
    this.attempt.engine?.dispose();
    this.attempt = null;
  }

  private release(): void {
    if (this.held !== null) void this.sessions.end(this.held.sessionId);
    this.held = null;
  }

  private dispatch(event: PlayerEvent): void {
    const state = next(this.state, event, this.random());
    if (state === this.state) return;
    this.state = state;
    this.onState(state);
  }
}

interface Attempt {
  /** On the clock of `performance.now()`. */
  frameDeadline: number;
  watch: number;
  engine?: PlaybackEngine;
}
