import {
  Failure,
  gatewaysQuery,
  Loading,
  overviewQuery,
  PageHeader,
  useSessions,
  useTenants,
  useWords,
} from '@atalaya/shared';
import { SimpleGrid } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { AuditPanel } from './AuditPanel.tsx';
import { BusiestTenants } from './BusiestTenants.tsx';
import { CamerasByState } from './CamerasByState.tsx';
import { totalOf } from './counts.ts';
import { Figure } from './Figure.tsx';

/** The platform at a glance; every number leads to its list. */
export function OverviewPage() {
  const { t } = useWords();
  const overview = useQuery(overviewQuery);
  const tenants = useTenants();
  const sessions = useSessions({ state: 'active' });
  const gateways = useQuery(gatewaysQuery);

  const suspended = tenants.items.filter(({ state }) => state === 'suspended').length;
  const watching = new Set(sessions.items.map(({ tenantId }) => tenantId)).size;
  const down = gateways.data?.filter(({ state }) => state === 'down').length ?? 0;
  const { cameras, sessions: live } = overview.data ?? {};
  return (
    <>
      <PageHeader title={t('overview.title')} />
      <SimpleGrid cols={{ base: 2, lg: 4 }} spacing="md" mb="md">
        <Figure
          name="tenants"
          label={t('overview.tenants')}
          to="/tenants"
          // "200+" where only the first page of the list is known.
          value={tenants.data && `${tenants.items.length}${tenants.hasNextPage ? '+' : ''}`}
          note={suspended > 0 ? t('overview.suspended', { count: suspended }) : ''}
          error={tenants.error}
        />
        <Figure
          name="cameras"
          label={t('overview.cameras')}
          to="/cameras"
          value={cameras && totalOf(cameras)}
          note={cameras && t('overview.camerasOnline', { online: cameras.online })}
          error={overview.error}
        />
        <Figure
          name="sessions"
          label={t('overview.sessions')}
          to="/sessions"
          value={live?.active}
          note={watching > 0 ? t('overview.tenantsWatching', { count: watching }) : ''}
          error={overview.error}
        />
        <Figure
          name="gateways"
          label={t('overview.gateways')}
          to="/gateways"
          value={gateways.data?.length}
          note={down > 0 ? `⚠ ${t('overview.gatewaysDown', { count: down })}` : t('overview.allUp')}
          error={gateways.error}
        />
        <Figure
          name="offline"
          label={t('overview.offline')}
          to="/cameras"
          search={{ state: 'offline' }}
          value={cameras?.offline}
          error={overview.error}
        />
        <Figure
          name="parked"
          label={t('overview.parked')}
          to="/cameras"
          search={{ state: 'auth_failed' }}
          value={cameras?.parked}
          note={t('overview.parkedHint')}
          error={overview.error}
        />
        <Figure
          name="overdue"
          label={t('overview.overdue')}
          to="/gateways"
          value={cameras?.overdue}
          note={t('overview.overdueHint')}
          error={overview.error}
        />
        <Figure
          name="zombies"
          label={t('overview.zombies')}
          to="/sessions"
          search={{ state: 'all' }}
          value={live?.zombies}
          note={
            live !== undefined && live.zombies > 0
              ? `⚠ ${t('overview.zombiesBad')}`
              : t('overview.zombiesHint')
          }
          error={overview.error}
        />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        {cameras !== undefined ? (
          <CamerasByState cameras={cameras} />
        ) : overview.error !== null ? (
          <Failure error={overview.error} onRetry={() => void overview.refetch()} />
        ) : (
          <Loading height={26} rows={7} />
        )}
        <BusiestTenants tenants={tenants.items} list={sessions} />
        <AuditPanel
          name="refusals"
          title={t('overview.refusals')}
          empty={t('overview.noRefusals')}
          filter={{ action: 'stream.refused' }}
          search={{ thing: 'stream' }}
        />
        <AuditPanel
          name="recent"
          title={t('overview.recent')}
          empty={t('overview.nothingRecent')}
          filter={{}}
          search={{}}
        />
      </SimpleGrid>
    </>
  );
}
