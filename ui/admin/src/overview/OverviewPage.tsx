import { gatewaysQuery, PageHeader, useCameras, useTenants, useWords } from '@atalaya/shared';
import { SimpleGrid } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { BusiestTenants } from './BusiestTenants.tsx';
import { CamerasByState } from './CamerasByState.tsx';
import { Figure } from './Figure.tsx';

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/** The platform at a glance; every number leads to its list. */
export function OverviewPage() {
  const { t } = useWords();
  const tenants = useTenants();
  const cameras = useCameras();
  const gateways = useQuery(gatewaysQuery);

  const suspended = tenants.items.filter(({ state }) => state === 'suspended').length;
  const watching = tenants.items.filter(({ liveSessions }) => liveSessions > 0).length;
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
          value={tenants.data && tenants.items.length}
          note={suspended > 0 ? t('overview.suspended', { count: suspended }) : ''}
          error={tenants.error}
        />
        <Figure
          name="cameras"
          label={t('overview.cameras')}
          to="/cameras"
          value={tenants.data && sum(tenants.items.map((tenant) => tenant.cameras))}
          note={cameras.data && t('overview.camerasOnline', { online })}
          error={tenants.error}
        />
        <Figure
          name="sessions"
          label={t('overview.sessions')}
          to="/sessions"
          value={tenants.data && sum(tenants.items.map((tenant) => tenant.liveSessions))}
          note={watching > 0 ? t('overview.tenantsWatching', { count: watching }) : ''}
          error={tenants.error}
        />
        <Figure
          name="gateways"
          label={t('overview.gateways')}
          to="/gateways"
          value={gateways.data?.length}
          note={down > 0 ? `⚠ ${t('overview.gatewaysDown', { count: down })}` : t('overview.allUp')}
          error={gateways.error}
        />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <CamerasByState list={cameras} />
        <BusiestTenants list={tenants} />
      </SimpleGrid>
    </>
  );
}
