import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { healthQuery } from '../api/queries.ts';
import type { CameraRef, Condition, Health } from '../api/types.ts';
import { useWords } from '../i18n/words.ts';
import { Facts } from './Facts.tsx';
import { Failure } from './Failure.tsx';
import classes from './HealthStory.module.css';
import { MeasuredFacts } from './MeasuredFacts.tsx';
import { RelativeTime } from './RelativeTime.tsx';
import { Cross, Disc, Ring, SummaryBadge } from './StateBadge.tsx';

/** A camera's health as one would tell it: how it is, what is true of it, what was measured. */
export function HealthStory({ camera }: { camera: CameraRef }) {
  const { t } = useWords();
  const { data, error, refetch } = useQuery(healthQuery(camera));
  if (data === undefined && error !== null) {
    return <Failure error={error} onRetry={() => void refetch()} />;
  }
  return (
    <section className={classes.panel} aria-labelledby="health-title">
      <h2 id="health-title" className={classes.title}>
        {t('health.title')}
      </h2>
      {data === undefined ? <Skeleton height={260} /> : <Story health={data} />}
    </section>
  );
}

function Story({ health }: { health: Health }) {
  const words = useWords();
  const { t } = words;
  return (
    <>
      <div className={classes.summary}>
        <SummaryBadge summary={health.summary} />
        <Text c="dimmed" fz="sm">
          <RelativeTime at={health.since} />
        </Text>
      </div>
      <Text my="sm">{words.story(health.summary)}</Text>
      <ul className={classes.conditions}>
        {health.conditions.map((condition) => (
          <ConditionRow key={condition.type} condition={condition} />
        ))}
      </ul>
      {health.gateway ? (
        <MeasuredFacts gateway={health.gateway} />
      ) : (
        <Text c="dimmed" fz="sm" mt="md">
          {t('health.nothingMeasured')}
        </Text>
      )}
      {health.lastSyncAt && (
        <Facts facts={[[t('health.lastSync'), <RelativeTime key="at" at={health.lastSyncAt} />]]} />
      )}
    </>
  );
}

function ConditionRow({ condition }: { condition: Condition }) {
  const words = useWords();
  const { type, status, reason, message, lastTransitionAt } = condition;
  const told = words.reason(reason);
  return (
    <li className={classes.condition} data-status={status}>
      <svg width="14" height="14" viewBox="0 0 12 12" aria-hidden="true">
        {status === 'true' ? <Disc /> : status === 'false' ? <Cross /> : <Ring />}
      </svg>
      <div>
        <div>{words.condition(type, status)}</div>
        <div className={classes.reason} title={message}>
          {status !== 'true' && <>{told} · </>}
          <RelativeTime at={lastTransitionAt} />
        </div>
      </div>
    </li>
  );
}
