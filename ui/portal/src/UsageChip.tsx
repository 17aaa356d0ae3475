import { type Usage, UsageToday, usageQuery, useWords } from '@atalaya/shared';
import { Popover, Progress, Text, Title, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import classes from './UsageChip.module.css';

/** "3 of 10 streams": how much of the plan is being watched now; opens to all of the plan. */
export function UsageChip() {
  const { t } = useWords();
  const { data } = useQuery(usageQuery());
  if (data === undefined) return <span className={classes.chip} data-empty />;
  const { limit, inUse = 0 } = data.entitlements.maxConcurrentStreams;
  const full = inUse >= limit;
  return (
    <Popover position="bottom-end" width={320} trapFocus withArrow shadow="md">
      <Popover.Target>
        <UnstyledButton
          className={classes.chip}
          data-full={full}
          data-in-use={inUse}
          title={t(full ? 'usage.full' : 'usage.show')}
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
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('usage.title', { plan: data.planName })}>
        <PlanUse usage={data} />
        <Title order={2} fz={15} mt="md">
          {t('usage.today')}
        </Title>
        <UsageToday today={data.today} />
      </Popover.Dropdown>
    </Popover>
  );
}

const COUNTED = [
  'maxConcurrentStreams',
  'maxConcurrentStreamsPerUser',
  'maxViewersPerCamera',
  'maxCameras',
] as const;

/** Each limit with what is in use of it. */
function PlanUse({ usage: { planName, entitlements } }: { usage: Usage }) {
  const { t } = useWords();
  const over = COUNTED.some((name) => entitlements[name].overLimit);
  return (
    <div tabIndex={-1} data-autofocus className={classes.plan}>
      <Title order={2} fz={15}>
        {t('usage.title', { plan: planName })}
      </Title>
      <dl className={classes.limits}>
        {COUNTED.map((name) => {
          const { limit, inUse = 0, overLimit } = entitlements[name];
          const color = overLimit ? 'red' : inUse >= limit ? 'orange' : 'tide';
          return (
            <div key={name} data-limit={name}>
              <dt>{t(`usage.${name}`)}</dt>
              <dd>{t('usage.ofLimit', { inUse, limit })}</dd>
              <Progress
                value={Math.min(100, (100 * inUse) / Math.max(limit, 1))}
                color={color}
                size="sm"
                aria-hidden="true"
              />
            </div>
          );
        })}
      </dl>
      {over && (
        <Text fz="sm" role="note">
          ⚠ {t('usage.overLimit')}
        </Text>
      )}
    </div>
  );
}
