import { type Overview, SUMMARIES, SummaryBadge, useWords } from '@atalaya/shared';
import { Link } from '@tanstack/react-router';
import { countOf, totalOf } from './counts.ts';
import classes from './Overview.module.css';

/** How many cameras are in which state; each state leads to its cameras. */
export function CamerasByState({ cameras }: { cameras: Overview['cameras'] }) {
  const { t } = useWords();
  const all = Math.max(1, totalOf(cameras));
  return (
    <section className={classes.panel} aria-labelledby="by-state">
      <h2 id="by-state" className={classes.title}>
        {t('overview.byState')}
      </h2>
      <ul className={classes.rows}>
        {SUMMARIES.map((summary) => {
          const count = countOf(cameras, summary);
          return (
            <li key={summary} className={classes.row} data-summary={summary}>
              <Link to="/cameras" search={{ state: summary }}>
                <SummaryBadge summary={summary} />
              </Link>
              <progress className={classes.bar} value={count} max={all} aria-hidden="true" />
              <span className={classes.count}>{count}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
