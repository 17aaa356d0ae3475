import { usageQuery, useWords } from '@atalaya/shared';
import { useQuery } from '@tanstack/react-query';
import classes from './UsageChip.module.css';

/** "3 of 10 streams": how much of the plan is being watched now. */
export function UsageChip() {
  const { t } = useWords();
  const { data } = useQuery(usageQuery());
  const streams = data?.entitlements.maxConcurrentStreams;
  if (streams === undefined) return <span className={classes.chip} data-empty />;
  const { limit, inUse = 0 } = streams;
  const full = inUse >= limit;
  return (
    <span
      className={classes.chip}
      data-full={full}
      data-in-use={inUse}
      {...(full ? { title: t('usage.full') } : {})}
    >
      <progress className={classes.bar} value={inUse} max={Math.max(limit, 1)} aria-hidden="true" />
      {full && <span aria-hidden="true">⚠</span>}
      <span className={classes.long}>{t('usage.streams', { inUse, limit })}</span>
      <span className={classes.short} aria-hidden="true">
        {inUse}/{limit}
      </span>
    </span>
  );
}
