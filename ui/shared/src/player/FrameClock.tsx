import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlaybackEngine } from './engine.ts';
import classes from './LivePlayer.module.css';

interface FrameClockProps {
  /** Counts the frames shown: while it stands still, so does the clock. */
  frames: RefObject<number>;
  engine: () => PlaybackEngine | null;
  live: boolean;
}

const TICK_MILLIS = 250;
const STALE_MILLIS = 2_500;

/**
 * The time of the picture shown and how far it is behind. Driven by frames, so a frozen picture
 * cannot look alive; written past React, because it changes four times a second on every tile.
 */
export function FrameClock({ frames, engine, live }: FrameClockProps) {
  const { t, i18n } = useTranslation();
  const clock = useRef<HTMLSpanElement>(null);
  const behind = useRef<HTMLSpanElement>(null);
  const stale = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    if (!live) return undefined;
    const format = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'medium' });
    let seen = frames.current;
    let movedAt = performance.now();
    const tick = () => {
      if (frames.current !== seen) {
        seen = frames.current;
        movedAt = performance.now();
        showTime();
      }
      const stopped = performance.now() - movedAt > STALE_MILLIS;
      if (clock.current !== null) clock.current.dataset.stale = String(stopped);
      if (stale.current !== null) stale.current.hidden = !stopped;
    };
    const showTime = () => {
      const shown = engine()?.shownAt() ?? null;
      if (clock.current !== null) clock.current.textContent = format.format(shown ?? new Date());
      const seconds = shown === null ? null : Math.max(0, (Date.now() - shown.getTime()) / 1000);
      if (behind.current === null) return;
      behind.current.hidden = seconds === null;
      if (seconds === null) return;
      const text = seconds.toLocaleString(i18n.language, { maximumFractionDigits: 1 });
      behind.current.textContent = t('player.behind', { seconds: text });
      behind.current.dataset.seconds = seconds.toFixed(2);
    };
    const timer = setInterval(tick, TICK_MILLIS);
    return () => clearInterval(timer);
  }, [live, frames, engine, i18n.language, t]);

  if (!live) return null;
  return (
    <span className={classes.clocks}>
      <span ref={stale} className={classes.stale} role="alert" hidden>
        ⚠ {t('player.stale')}
      </span>
      <span ref={behind} className={classes.behind} hidden />
      <span ref={clock} className={classes.clock} title={t('player.clock')} data-stale="false" />
    </span>
  );
}
