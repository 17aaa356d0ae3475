import { UsageToday, usageQuery, useWords } from '@atalaya/shared';
import { Popover, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import classes from './UsageChip.module.css';

/** "3 of 10 streams": how much of the plan is being watched now; opened, what today amounts to. */
export function UsageChip() {
  const { t } = useWords();
  const { data } = useQuery(usageQuery());
  if (data === undefined) return <span className={classes.chip} data-empty />;
  const { limit, inUse = 0 } = data.entitlements.maxConcurrentStreams;
  const full = inUse >= limit;
  return (
    <Popover position="bottom-end" width={280} withinPortal>
      <Popover.Target>
        <button
          type="button"
          className={classes.chip}
          data-full={full}
          data-in-use={inUse}
          {...(full ? { title: t('usage.full') } : {})}
        >
          <progress
            className={classes.bar}
            value={inUse}
            max={Math.max(limit, 1)}
            aria-hidden="true"
          />
          {full && <span aria-hidden="true">⚠</span>}
          <span className={classes.long}>{t('usage.streams', { inUse, limit })}</span>
          <span className={classes.short} aria-hidden="true">
            {inUse}/{limit}
          </span>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <Title order={2} fz={15}>
          {t('usage.today')}
        </Title>
        <UsageToday today={data.today} />
      </Popover.Dropdown>
    </Popover>
  );
}
