import {
  Failure,
  type LiveList,
  Loading,
  type Session,
  type Tenant,
  useWords,
} from '@atalaya/shared';
import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import classes from './Overview.module.css';

const SHOWN = 7;

interface BusiestTenantsProps {
  tenants: readonly Tenant[];
  /** The live ones. */
  list: LiveList<Session>;
}

/** Who watches most right now. */
export function BusiestTenants({ tenants, list }: BusiestTenantsProps) {
  const { t } = useWords();
  return (
    <section className={classes.panel} aria-labelledby="busiest">
      <h2 id="busiest" className={classes.title}>
        {t('overview.busiest')}
      </h2>
      {list.data !== undefined ? (
        <Rows busy={busiest(tenants, list.items)} />
      ) : list.error !== null ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Loading height={26} rows={SHOWN} />
      )}
    </section>
  );
}

interface Busy {
  tenantId: string;
  name: string;
  sessions: number;
}

function Rows({ busy }: { busy: readonly Busy[] }) {
  const { t } = useWords();
  const most = busy[0]?.sessions ?? 1;
  if (busy.length === 0) return <Text c="dimmed">{t('overview.nobody')}</Text>;
  return (
    <ul className={classes.rows}>
      {busy.map(({ tenantId, name, sessions }) => (
        <li key={tenantId} className={classes.row}>
          <Link to="/sessions" search={{ tenant: tenantId }}>
            {name}
          </Link>
          <progress className={classes.bar} value={sessions} max={most} aria-hidden="true" />
          <span className={classes.count}>{sessions}</span>
        </li>
      ))}
    </ul>
  );
}

function busiest(tenants: readonly Tenant[], sessions: readonly Session[]): Busy[] {
  const names = new Map(tenants.map(({ tenantId, name }) => [tenantId, name]));
  const counts = new Map<string, number>();
  for (const { tenantId } of sessions) counts.set(tenantId, (counts.get(tenantId) ?? 0) + 1);
  return [...counts]
    .map(([tenantId, count]) => ({
      tenantId,
      name: names.get(tenantId) ?? tenantId,
      sessions: count,
    }))
    .sort((a, b) => b.sessions - a.sessions)
    .slice(0, SHOWN);
}
