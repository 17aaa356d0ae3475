import {
  filterCameras,
  ListView,
  Notice,
  PageHeader,
  SUMMARIES,
  useCameras,
  useWords,
} from '@atalaya/shared';
import { Group, Select, TextInput } from '@mantine/core';
import { IconDeviceCctvOff, IconSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { TenantSelect } from '../tenants/TenantSelect.tsx';
import { CameraTable } from './CameraTable.tsx';

/** Every tenant's cameras. */
export function CamerasPage() {
  const { t } = useWords();
  const search = useSearch({ from: '/shell/cameras' });
  const list = useCameras(search.tenant);
  const shown = filterCameras(list.items, search);
  return (
    <>
      <PageHeader
        title={t('cameras.title')}
        note={list.data && t('cameras.count', { count: shown.length })}
      />
      <Filters />
      <ListView
        list={list}
        shown={shown}
        empty={
          <Notice
            icon={<IconDeviceCctvOff size={36} />}
            title={t(list.items.length > 0 ? 'cameras.noMatch' : 'cameras.none')}
          />
        }
      >
        <CameraTable cameras={shown} withTenant />
      </ListView>
    </>
  );
}

function Filters() {
  const words = useWords();
  const { t } = words;
  const { q = '', state, tenant } = useSearch({ from: '/shell/cameras' });
  const navigate = useNavigate({ from: '/cameras' });
  const set = (change: { q?: string; state?: string; tenant?: string }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  return (
    <Group mb="md" gap="sm">
      <TextInput
        aria-label={t('common.search')}
        placeholder={t('common.search')}
        leftSection={<IconSearch size={16} />}
        value={q}
        onChange={(event) => set({ q: event.currentTarget.value })}
        style={{ flex: '1 1 180px', maxWidth: 340 }}
      />
      <Select
        aria-label={t('cameras.state')}
        placeholder={t('cameras.anyState')}
        data={SUMMARIES.map((value) => ({ value, label: words.summary(value) }))}
        value={state ?? null}
        onChange={(value) => set({ state: value ?? '' })}
        clearable
        clearButtonProps={{ 'aria-label': t('common.clearFilters') }}
        style={{ flex: '1 1 150px', maxWidth: 220 }}
      />
      <TenantSelect value={tenant} onChange={(value) => set({ tenant: value })} />
    </Group>
  );
}
