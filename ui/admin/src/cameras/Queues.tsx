import { type Camera, SUMMARIES, SummaryBadge, useWords } from '@atalaya/shared';
import { UnstyledButton } from '@mantine/core';
import classes from './Queues.module.css';

interface QueuesProps {
  /** All that the other filters leave. */
  cameras: readonly Camera[];
  chosen: string | undefined;
  /** The empty text is "any". */
  onChoose: (state: string) => void;
}

/** What there is of each state, the urgent first; one click shows only those, another all. */
export function Queues({ cameras, chosen, onChoose }: QueuesProps) {
  const { t } = useWords();
  const found = SUMMARIES.map((summary) => ({
    summary,
    count: cameras.filter((camera) => camera.summary === summary).length,
  })).filter(({ summary, count }) => count > 0 || summary === chosen);
  if (found.length === 0) return null;
  return (
    <fieldset className={classes.queues} aria-label={t('cameras.queues')}>
      {found.map(({ summary, count }) => (
        <UnstyledButton
          key={summary}
          className={classes.queue ?? ''}
          aria-pressed={summary === chosen}
          data-queue={summary}
          onClick={() => onChoose(summary === chosen ? '' : summary)}
        >
          <SummaryBadge summary={summary} />
          <span className={classes.count}>{count}</span>
        </UnstyledButton>
      ))}
    </fieldset>
  );
}
