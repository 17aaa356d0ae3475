import {
  gatewaysQuery,
  type LiveList,
  PageHeader,
  useCameras,
  useSessions,
  useTenants,
  useWords,
} from '@atalaya/shared';
import { SimpleGrid } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { BusiestTenants } from './BusiestTenants.tsx';
import { CamerasByState } from './CamerasByState.tsx';
import { Figure } from './Figure.tsx';

/** "200+" where only the first page of a list is known. */
const countOf = <T,>(list: LiveList<T>) =>
  list.data && `${list.items.length}${list.hasNextPage ? '+' : ''}`;

/** The platform at a glance; every number leads to its list. */
export function OverviewPage() {
  const { t } = useWords();
  const tenants = useTenants();
  const cameras = useCameras();
  const sessions = useSessions({ state: 'active' });
  const gateways = useQuery(gatewaysQuery);

  const suspended = tenants.items.filter(({ state }) => state === 'suspended').length;
  const watching = new Set(sessions.items.map(({ tenantId }) => tenantId)).size;
  const online = cameras.items.filter(({ summary }) => summary === 'online').length;
  const down = gateways.data?.filter(({ state }) => state === 'down').length ?? 0;
  return (
    <>
      <PageHeader title={t('overview.title')} />
      <SimpleGrid cols={{ base: 2, lg: 4 }} spacing="md" mb="md">
        <Figure
          name="tenants"
          label={t('overview.tenants')}
          to="/tenants"
          value={countOf(tenants)}
          note={suspended > 0 ? t('overview.suspended', { count: suspended }) : ''}
          error={tenants.error}
        />
        <Figure
          name="cameras"
          label={t('overview.cameras')}
          to="/cameras"
          value={countOf(cameras)}
          note={t('overview.camerasOnline', { online })}
          error={cameras.error}
        />
        <Figure
          name="sessions"
          label={t('overview.sessions')}
          to="/sessions"
          value={countOf(sessions)}
          note={watching > 0 ? t('overview.tenantsWatching', { count: watching }) : ''}
          error={sessions.error}
        />
        <Figure
          name="gateways"
          label={t('overview.gateways')}
          to="/gateways"
          value={gateways.data?.length.toString()}
          note={down > 0 ? `⚠ ${t('overview.gatewaysDown', { count: down })}` : t('overview.allUp')}
          error={gateways.error}
        />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <CamerasByState list={cameras} />
        <BusiestTenants tenants={tenants.items} list={sessions} />
      </SimpleGrid>
    </>
  );
}
