import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { healthQuery } from '../api/queries.ts';
import type { CameraRef, Condition } from '../api/types.ts';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { Cross, Disc, Ring, StateBadge } from '../components/StateBadge.tsx';
import { type Column, Table } from '../components/Table.tsx';
import { snakeCase, useWords } from '../i18n/words.ts';
import classes from './Health.module.css';

/** What is true of the camera, what is not, why, and since when. */
export function ConditionTable({ camera }: { camera: CameraRef }) {
  const words = useWords();
  const { t } = words;
  const { data } = useQuery(healthQuery(camera));
  if (data === undefined || data.conditions.length === 0) return null;
  const columns: Column<Condition>[] = [
    {
      key: 'condition',
      title: t('conditions.condition'),
      cell: ({ type }) => words.conditionType(type),
    },
    {
      key: 'status',
      title: t('conditions.status'),
      cell: (condition) => (
        <span className={classes.status}>
          <StatusBadge condition={condition} />
        </span>
      ),
    },
    {
      key: 'why',
      title: t('conditions.why'),
      cell: ({ reason, message }) => (
        <span title={message}>{reason === 'ok' ? '–' : words.reason(reason)}</span>
      ),
    },
    {
      key: 'since',
      title: t('conditions.since'),
      cell: ({ lastTransitionAt }) => <RelativeTime at={lastTransitionAt} />,
    },
  ];
  return (
    <section className={classes.panel} aria-labelledby="conditions-title">
      <h2 id="conditions-title" className={classes.title}>
        {t('conditions.title')}
      </h2>
      <Text fz="sm" c="dimmed" mb="xs">
        {t('conditions.hint')}
      </Text>
      <Table
        label={t('conditions.title')}
        columns={columns}
        rows={data.conditions}
        rowKey={({ type }) => type}
        plain
      />
    </section>
  );
}

/** Of flapping the truth is bad news; of everything else the lack of it. */
function StatusBadge({ condition: { type, status } }: { condition: Condition }) {
  const words = useWords();
  const word = words.condition(type, status);
  if (status === 'unknown') {
    return <StateBadge tone="quiet" glyph={<Ring />} word={word} state={status} />;
  }
  const good = (status === 'true') !== (snakeCase(type) === 'flapping');
  return (
    <StateBadge
      tone={good ? 'good' : 'bad'}
      glyph={good ? <Disc /> : <Cross />}
      word={word}
      state={status}
    />
  );
}
