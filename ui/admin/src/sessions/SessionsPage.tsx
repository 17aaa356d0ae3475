import {
  changedSearch,
  ListView,
  Notice,
  PageHeader,
  useSessions,
  useWords,
} from '@atalaya/shared';
import { Group, Select, Text } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { TenantSelect } from '../tenants/TenantSelect.tsx';
import { SessionTable } from './SessionTable.tsx';

const STATES = ['active', 'issued', 'requested', 'ended', 'expired'] as const;

/** Who watches what, now; with a filter also who did. */
export function SessionsPage() {
  const { t } = useWords();
  const search = useSearch({ from: '/shell/sessions' });
  const { tenant } = search;
  // Without a choice, and with one that does not exist: who is watching now.
  const state =
    search.state === 'all' ? 'all' : (STATES.find((s) => s === search.state) ?? 'active');
  const list = useSessions({ state: state === 'all' ? undefined : state, tenantId: tenant });
  return (
    <>
      <PageHeader
        title={t('sessions.title')}
        note={list.data && t('sessions.count', { count: list.items.length })}
      />
      <Filters state={state} tenant={tenant} />
      <ListView
        list={list}
        shown={list.items}
        empty={
          <Notice icon={<IconEyeOff size={36} />} title={t('sessions.none')}>
            <Text c="dimmed">{t('sessions.noneHint')}</Text>
          </Notice>
        }
      >
        <SessionTable sessions={list.items} withTenant />
      </ListView>
    </>
  );
}

function Filters({ state, tenant }: { state: string; tenant: string | undefined }) {
  const words = useWords();
  const { t } = words;
  const navigate = useNavigate({ from: '/sessions' });
  const set = (change: { state?: string; tenant?: string }) =>
    void navigate({ search: (old) => changedSearch(old, change), replace: true });
  return (
    <Group mb="md" gap="sm">
      <Select
        aria-label={t('sessions.state')}
        data={[
          ...STATES.map((value) => ({ value, label: words.sessionState(value) })),
          { value: 'all', label: t('common.all') },
        ]}
        value={state}
        onChange={(value) => set({ state: value ?? '' })}
        allowDeselect={false}
        style={{ flex: '1 1 150px', maxWidth: 220 }}
      />
      <TenantSelect value={tenant} onChange={(value) => set({ tenant: value })} />
    </Group>
  );
}
