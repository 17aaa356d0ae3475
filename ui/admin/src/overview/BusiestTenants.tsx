import { Failure, type LiveList, Loading, type Tenant, useWords } from '@atalaya/shared';
import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import classes from './Overview.module.css';

const SHOWN = 7;

/** Who watches most right now. */
export function BusiestTenants({ list }: { list: LiveList<Tenant> }) {
  const { t } = useWords();
  return (
    <section className={classes.panel} aria-labelledby="busiest">
      <h2 id="busiest" className={classes.title}>
        {t('overview.busiest')}
      </h2>
      {list.data !== undefined ? (
        <Rows tenants={busiest(list.items)} />
      ) : list.error !== null ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Loading height={26} rows={SHOWN} />
      )}
    </section>
  );
}

function Rows({ tenants }: { tenants: readonly Tenant[] }) {
  const { t } = useWords();
  const most = tenants[0]?.liveSessions ?? 1;
  if (tenants.length === 0) return <Text c="dimmed">{t('overview.nobody')}</Text>;
  return (
    <ul className={classes.rows}>
      {tenants.map(({ tenantId, name, liveSessions }) => (
        <li key={tenantId} className={classes.row}>
          <Link to="/sessions" search={{ tenant: tenantId, state: 'active' }}>
            {name}
          </Link>
          <progress className={classes.bar} value={liveSessions} max={most} aria-hidden="true" />
          <span className={classes.count}>{liveSessions}</span>
        </li>
      ))}
    </ul>
  );
}

function busiest(tenants: readonly Tenant[]): Tenant[] {
  return tenants
    .filter(({ liveSessions }) => liveSessions > 0)
    .sort((a, b) => b.liveSessions - a.liveSessions)
    .slice(0, SHOWN);
}
