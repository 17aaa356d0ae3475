import { Alert, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { healthQuery } from '../api/queries.ts';
import type { CameraRef, Health } from '../api/types.ts';
import { type Fact, Facts } from '../components/Facts.tsx';
import { Failure } from '../components/Failure.tsx';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { SummaryBadge } from '../components/StateBadge.tsx';
import { snakeCase, useWords } from '../i18n/words.ts';
import classes from './Health.module.css';
import { MeasuredFacts } from './MeasuredFacts.tsx';
import { SyncNow } from './SyncNow.tsx';

interface HealthStoryProps {
  camera: CameraRef & { name: string };
}

/** A camera's health as one would tell it: how it is, why, since when, and what comes next. */
export function HealthStory({ camera }: HealthStoryProps) {
  const { t } = useWords();
  const { data, error, refetch } = useQuery(healthQuery(camera));
  if (data === undefined && error !== null) {
    return <Failure error={error} onRetry={() => void refetch()} />;
  }
  return (
    <section className={classes.panel} aria-labelledby="health-title">
      <div className={classes.head}>
        <h2 id="health-title" className={classes.title}>
          {t('health.title')}
        </h2>
        <SyncNow camera={camera} />
      </div>
      {data === undefined ? <Skeleton height={260} /> : <Story health={data} />}
    </section>
  );
}

/** Where the reason says nothing that the story does not. */
const SELF_EVIDENT = new Set(['online', 'disabled']);

function Story({ health }: { health: Health }) {
  const words = useWords();
  const { t } = words;
  const { summary, reason, since, conditions, gateway } = health;
  const message = conditions.find((each) => each.reason === reason)?.message;
  const advice = words.advice(reason);
  const flaps = conditions.some(
    ({ type, status }) => snakeCase(type) === 'flapping' && status === 'true',
  );
  return (
    <>
      <div className={classes.summary}>
        <SummaryBadge summary={summary} />
        <Text c="dimmed" fz="sm">
          <RelativeTime at={since} />
        </Text>
      </div>
      <Text mt="sm">{words.story(summary)}</Text>
      {!SELF_EVIDENT.has(summary) && (
        <div className={classes.why}>
          <Text fw={600} className={classes.reason ?? ''}>
            {words.reason(reason)}
          </Text>
          {advice !== '' && <Text fz="sm">{advice}</Text>}
          {message && (
            <Text fz="sm" c="dimmed" lang="en">
              {message}
            </Text>
          )}
        </div>
      )}
      {flaps && (
        <Alert color="yellow" mt="sm">
          {t('health.flapping')}
        </Alert>
      )}
      <Facts facts={attempts(health, t)} />
      <h3 className={classes.subtitle}>{t('health.measured')}</h3>
      {gateway ? (
        <MeasuredFacts gateway={gateway} />
      ) : (
        <Text c="dimmed" fz="sm">
          {t('health.nothingMeasured')}
        </Text>
      )}
    </>
  );
}

/** What was tried and what comes next. */
function attempts(health: Health, t: ReturnType<typeof useWords>['t']): Fact[] {
  const { lastSyncAt, nextSyncAt, consecutiveFailures, gateway } = health;
  const nextAttemptAt = gateway?.nextAttemptAt;
  const time = (at: string) => <RelativeTime key="at" at={at} />;
  return [
    ...(consecutiveFailures > 0
      ? [[t('health.failures'), String(consecutiveFailures)] as const]
      : []),
    ...(nextAttemptAt ? [[t('health.nextAttempt'), time(nextAttemptAt)] as const] : []),
    ...(lastSyncAt ? [[t('health.lastSync'), time(lastSyncAt)] as const] : []),
    ...(nextSyncAt ? [[t('health.nextSync'), time(nextSyncAt)] as const] : []),
  ];
}
