import {
  type Column,
  changedSearch,
  ListView,
  Notice,
  PageHeader,
  RelativeTime,
  Table,
  type Tenant,
  useMe,
  useTenants,
  useWords,
} from '@atalaya/shared';
import { Button, Group, Select, Text, TextInput } from '@mantine/core';
import { IconBuilding, IconPlus, IconSearch } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { CreateTenant } from './CreateTenant.tsx';
import { TenantBadge } from './TenantBadge.tsx';

const STATES = ['active', 'suspended', 'deprovisioning'] as const;

export function TenantsPage() {
  const { t } = useWords();
  const { q = '', state } = useSearch({ from: '/shell/tenants' });
  const list = useTenants();
  const mayManage = useMe().permissions.includes('tenant_manage');
  const [creating, setCreating] = useState(false);
  const text = q.trim().toLowerCase();
  const shown = list.items.filter(
    (tenant) =>
      (state === undefined || tenant.state === state) &&
      `${tenant.tenantId}\n${tenant.name}`.toLowerCase().includes(text),
  );
  return (
    <>
      <PageHeader
        title={t('tenants.title')}
        note={list.data && t('tenants.count', { count: list.items.length })}
      >
        {mayManage && (
          <Button leftSection={<IconPlus size={18} />} onClick={() => setCreating(true)}>
            {t('tenants.create')}
          </Button>
        )}
      </PageHeader>
      <Filters />
      <ListView list={list} shown={shown} empty={<Empty filtered={list.items.length > 0} />}>
        <TenantTable tenants={shown} />
      </ListView>
      {creating && <CreateTenant onClose={() => setCreating(false)} />}
    </>
  );
}

function TenantTable({ tenants }: { tenants: readonly Tenant[] }) {
  const { t } = useWords();
  const columns: Column<Tenant>[] = [
    {
      key: 'name',
      title: t('tenants.name'),
      cell: ({ tenantId, name }) => (
        <Link className="link" to="/tenants/$tenantId" params={{ tenantId }}>
          {name}
        </Link>
      ),
    },
    { key: 'id', title: t('tenants.id'), cell: ({ tenantId }) => <code>{tenantId}</code> },
    { key: 'state', title: t('tenants.state'), cell: ({ state }) => <TenantBadge state={state} /> },
    { key: 'plan', title: t('tenants.plan'), cell: ({ plan }) => plan },
    { key: 'cameras', title: t('tenants.cameras'), cell: ({ cameras }) => cameras },
    { key: 'sessions', title: t('tenants.sessions'), cell: ({ liveSessions }) => liveSessions },
    {
      key: 'created',
      title: t('tenants.created'),
      minor: true,
      cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
    },
  ];
  return (
    <Table
      label={t('tenants.title')}
      columns={columns}
      rows={tenants}
      rowKey={({ tenantId }) => tenantId}
    />
  );
}

function Filters() {
  const { t } = useWords();
  const { q = '', state } = useSearch({ from: '/shell/tenants' });
  const navigate = useNavigate({ from: '/tenants' });
  return (
    <Group mb="md" gap="sm">
      <TextInput
        aria-label={t('common.search')}
        placeholder={t('common.search')}
        leftSection={<IconSearch size={16} />}
        value={q}
        onChange={({ currentTarget: { value } }) =>
          void navigate({ search: (old) => changedSearch(old, { q: value }), replace: true })
        }
        style={{ flex: '1 1 180px', maxWidth: 340 }}
      />
      <Select
        aria-label={t('tenants.state')}
        placeholder={t('tenants.anyState')}
        data={STATES.map((value) => ({ value, label: t(`tenantState.${value}`) }))}
        value={state ?? null}
        onChange={(value) =>
          void navigate({
            search: (old) => changedSearch(old, { state: value ?? '' }),
            replace: true,
          })
        }
        clearable
        clearButtonProps={{ 'aria-label': t('common.clearFilters') }}
        style={{ flex: '1 1 150px', maxWidth: 220 }}
      />
    </Group>
  );
}

function Empty({ filtered }: { filtered: boolean }) {
  const { t } = useWords();
  const icon = <IconBuilding size={36} />;
  if (filtered) return <Notice icon={icon} title={t('tenants.noMatch')} />;
  return (
    <Notice icon={icon} title={t('tenants.none')}>
      <Text c="dimmed">{t('tenants.noneHint')}</Text>
    </Notice>
  );
}
