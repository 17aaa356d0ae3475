import { useWords } from '../i18n/words.ts';
import classes from './LiveMark.module.css';
import { useLiveUpdates } from './useLiveUpdates.ts';

/**
 * Keeps the pages below up to date by the event stream, and says in a small place whether it does.
 * One of them in each app's frame.
 */
export function LiveMark() {
  const { t } = useWords();
  const state = useLiveUpdates();
  const live = state === 'live';
  return (
    <span
      className={classes.mark}
      data-stream={state}
      title={t(live ? 'stream.liveHint' : 'stream.connectingHint')}
    >
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        {live ? (
          <circle cx="6" cy="6" r="3.5" fill="currentColor" />
        ) : (
          <circle
            cx="6"
            cy="6"
            r="4"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            strokeDasharray="4 2.3"
          />
        )}
      </svg>
      <span className={classes.word} role="status">
        {t(live ? 'stream.live' : 'stream.connecting')}
      </span>
    </span>
  );
}
