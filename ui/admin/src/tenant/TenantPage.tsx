import {
  Failure,
  Loading,
  PageHeader,
  type Tenant,
  tenantQuery,
  useMe,
  useWords,
} from '@atalaya/shared';
import { Alert, Anchor, Group, Tabs } from '@mantine/core';
import { IconAlertTriangle, IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { TenantBadge } from '../tenants/TenantBadge.tsx';
import { CamerasTab } from './CamerasTab.tsx';
import { DangerZone } from './DangerZone.tsx';
import { PlanTab } from './PlanTab.tsx';
import { SessionsTab } from './SessionsTab.tsx';

export function TenantPage() {
  const { t } = useWords();
  const { tenantId } = useParams({ from: '/shell/tenants/$tenantId' });
  const { data, error, refetch } = useQuery(tenantQuery(tenantId));
  return (
    <>
      <Anchor component={Link} to="/tenants" fz="sm" mb={6} className="back-link">
        <IconArrowLeft size={16} aria-hidden="true" /> {t('tenants.title')}
      </Anchor>
      {data !== undefined ? (
        <Details key={tenantId} tenant={data} />
      ) : error !== null ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </>
  );
}

const TABS = ['cameras', 'sessions', 'plan', 'danger'] as const;

function Details({ tenant }: { tenant: Tenant }) {
  const { t } = useWords();
  const { tab } = useSearch({ from: '/shell/tenants/$tenantId' });
  const navigate = useNavigate({ from: '/tenants/$tenantId' });
  const { tenantId, name, state } = tenant;
  const mayManage = useMe().permissions.includes('tenant_manage');
  const tabs = TABS.filter((key) => key !== 'danger' || mayManage);
  return (
    <>
      <PageHeader
        title={name}
        note={
          <Group gap="xs">
            <code>{tenantId}</code>
            <TenantBadge state={state} />
          </Group>
        }
      />
      {state !== 'active' && (
        <Alert color="yellow" icon={<IconAlertTriangle size={18} />} mb="md">
          {t(state === 'suspended' ? 'tenant.suspendedNote' : 'tenant.removingNote')}
        </Alert>
      )}
      <Tabs
        value={tabs.find((known) => known === tab) ?? 'cameras'}
        onChange={(value) =>
          void navigate({ search: value === null ? {} : { tab: value }, replace: true })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {tabs.map((key) => (
            <Tabs.Tab key={key} value={key}>
              {t(`tenant.tabs.${key}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="cameras">
          <CamerasTab tenantId={tenantId} />
        </Tabs.Panel>
        <Tabs.Panel value="sessions">
          <SessionsTab tenantId={tenantId} />
        </Tabs.Panel>
        <Tabs.Panel value="plan">
          <PlanTab tenant={tenant} />
        </Tabs.Panel>
        {mayManage && (
          <Tabs.Panel value="danger">
            <DangerZone tenant={tenant} />
          </Tabs.Panel>
        )}
      </Tabs>
    </>
  );
}
