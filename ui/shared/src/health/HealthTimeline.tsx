import { Button, SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import { useHealthHistory } from '../api/queries.ts';
import type { CameraRef, HealthRun } from '../api/types.ts';
import { ListView } from '../components/ListView.tsx';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { SUMMARY_TONE, SummaryBadge } from '../components/StateBadge.tsx';
import { type Column, Table } from '../components/Table.tsx';
import { duration, exactTime } from '../components/time.ts';
import { useWords } from '../i18n/words.ts';
import classes from './Health.module.css';
import { segments } from './segments.ts';
import { SPANS, type Span } from './span.ts';

const SHOWN_AT_FIRST = 6;

interface HealthTimelineProps {
  camera: CameraRef;
  span: Span;
  onSpan: (span: Span) => void;
}

/** How the camera was: a strip of time, and each change with its reason. */
export function HealthTimeline({ camera, span, onSpan }: HealthTimelineProps) {
  const { t } = useWords();
  const list = useHealthHistory(camera);
  return (
    <section className={classes.panel} aria-labelledby="history-title">
      <div className={classes.head}>
        <h2 id="history-title" className={classes.title}>
          {t('history.title')}
        </h2>
        <SegmentedControl
          size="xs"
          aria-label={t('history.span')}
          value={span}
          onChange={(value) => onSpan(value as Span)}
          data={Object.keys(SPANS).map((value) => ({
            value,
            label: t(`history.spans.${value as Span}`),
          }))}
        />
      </div>
      <ListView
        list={list}
        shown={list.items}
        skeletonHeight={28}
        empty={<Text c="dimmed">{t('history.none')}</Text>}
      >
        <Strip runs={list.items} span={span} />
        <Runs runs={list.items} />
      </ListView>
    </section>
  );
}

function Strip({ runs, span }: { runs: readonly HealthRun[]; span: Span }) {
  const words = useWords();
  const { t, i18n } = words;
  const now = new Date();
  const drawn = segments(runs, new Date(now.getTime() - SPANS[span]), now);
  const told = drawn.map(
    ({ result, start, end }) =>
      `${words.summary(result)} ${duration(end.getTime() - start.getTime(), i18n.language)}`,
  );
  return (
    <div>
      <div
        className={classes.strip}
        role="img"
        aria-label={told.join(', ')}
        data-segments={drawn.length}
      >
        {drawn.map(({ result, start, end, leftPercent, widthPercent }) => (
          <span
            key={start.getTime()}
            data-result={result}
            data-tone={SUMMARY_TONE[result] ?? 'quiet'}
            style={{ left: `${leftPercent}%`, width: `${widthPercent}%` }}
            title={`${words.summary(result)}: ${exactTime(start, i18n.language)} – ${exactTime(end, i18n.language)}`}
          />
        ))}
      </div>
      <div className={classes.axis} aria-hidden="true">
        <span>−{t(`history.spans.${span}`)}</span>
        <span>{t('history.now')}</span>
      </div>
    </div>
  );
}

function Runs({ runs }: { runs: readonly HealthRun[] }) {
  const words = useWords();
  const { t, i18n } = words;
  const [all, setAll] = useState(false);
  const shown = all ? runs : runs.slice(0, SHOWN_AT_FIRST);
  const columns: Column<HealthRun>[] = [
    {
      key: 'state',
      title: t('history.state'),
      cell: ({ result }) => <SummaryBadge summary={result} />,
    },
    { key: 'why', title: t('history.why'), cell: ({ reason }) => words.reason(reason) },
    {
      key: 'since',
      title: t('history.began'),
      cell: ({ firstAt }) => <RelativeTime at={firstAt} />,
    },
    {
      key: 'lasted',
      title: t('history.lasted'),
      cell: ({ firstAt, lastAt }) =>
        duration(new Date(lastAt).getTime() - new Date(firstAt).getTime(), i18n.language),
    },
    {
      key: 'looks',
      title: t('history.looks'),
      minor: true,
      cell: ({ count }) => new Intl.NumberFormat(i18n.language).format(count),
    },
  ];
  return (
    <>
      <Table
        label={t('history.title')}
        columns={columns}
        rows={shown}
        rowKey={({ firstAt, reason }) => `${firstAt} ${reason}`}
        plain
      />
      {!all && runs.length > SHOWN_AT_FIRST && (
        <Button variant="subtle" size="xs" onClick={() => setAll(true)}>
          {t('history.showAll', { count: runs.length })}
        </Button>
      )}
    </>
  );
}
