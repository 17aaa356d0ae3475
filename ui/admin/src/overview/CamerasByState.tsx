import {
  type Camera,
  Failure,
  type LiveList,
  Loading,
  SUMMARIES,
  SummaryBadge,
  useWords,
} from '@atalaya/shared';
import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import classes from './Overview.module.css';

/** How many cameras are in which state; each state leads to its cameras. */
export function CamerasByState({ list }: { list: LiveList<Camera> }) {
  const { t } = useWords();
  return (
    <section className={classes.panel} aria-labelledby="by-state">
      <h2 id="by-state" className={classes.title}>
        {t('overview.byState')}
      </h2>
      {list.data !== undefined ? (
        <Rows cameras={list.items} />
      ) : list.error !== null ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Loading height={26} rows={SUMMARIES.length} />
      )}
      {list.hasNextPage && (
        <Text fz="xs" c="dimmed" mt="xs">
          {t('overview.firstOnly', { count: list.items.length })}
        </Text>
      )}
    </section>
  );
}

function Rows({ cameras }: { cameras: readonly Camera[] }) {
  return (
    <ul className={classes.rows}>
      {SUMMARIES.map((summary) => {
        const count = cameras.filter((camera) => camera.summary === summary).length;
        return (
          <li key={summary} className={classes.row} data-summary={summary}>
            <Link to="/cameras" search={{ state: summary }}>
              <SummaryBadge summary={summary} />
            </Link>
            <progress
              className={classes.bar}
              value={count}
              max={Math.max(1, cameras.length)}
              aria-hidden="true"
            />
            <span className={classes.count}>{count}</span>
          </li>
        );
      })}
    </ul>
  );
}
