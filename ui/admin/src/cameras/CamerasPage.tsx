import {
  type Camera,
  changedSearch,
  filterCameras,
  ListView,
  Notice,
  PageHeader,
  useCameras,
  useWords,
} from '@atalaya/shared';
import { Group, Select, TextInput } from '@mantine/core';
import { IconDeviceCctvOff, IconSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { TenantSelect } from '../tenants/TenantSelect.tsx';
import { CameraTable } from './CameraTable.tsx';
import { Queues } from './Queues.tsx';

/** Every tenant's cameras. */
export function CamerasPage() {
  const { t } = useWords();
  const search = useSearch({ from: '/shell/cameras' });
  const list = useCameras(search.tenant);
  const navigate = useNavigate({ from: '/cameras' });
  const set = (change: Partial<typeof search>) =>
    void navigate({ search: (old) => changedSearch(old, change), replace: true });
  const ofReason = list.items.filter(
    ({ reason }) => search.reason === undefined || reason === search.reason,
  );
  const shown = filterCameras(ofReason, search);
  return (
    <>
      <PageHeader
        title={t('cameras.title')}
        note={list.data && t('cameras.count', { count: shown.length })}
      />
      <Filters search={search} cameras={list.items} set={set} />
      <Queues
        cameras={filterCameras(ofReason, { q: search.q })}
        chosen={search.state}
        onChoose={(state) => set({ state })}
      />
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

interface CameraSearch {
  q?: string;
  state?: string;
  reason?: string;
  tenant?: string;
}

interface FiltersProps {
  search: CameraSearch;
  cameras: readonly Camera[];
  set: (change: CameraSearch) => void;
}

function Filters({ search: { q = '', reason, tenant }, cameras, set }: FiltersProps) {
  const words = useWords();
  const { t } = words;
  const known = cameras.map((camera) => camera.reason);
  const reasons = [...new Set(reason === undefined ? known : [reason, ...known])];
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
        aria-label={t('cameras.reason')}
        placeholder={t('cameras.anyReason')}
        data={reasons.map((value) => ({ value, label: words.reason(value) }))}
        value={reason ?? null}
        onChange={(value) => set({ reason: value ?? '' })}
        clearable
        clearButtonProps={{ 'aria-label': t('common.clearFilters') }}
        style={{ flex: '1 1 150px', maxWidth: 220 }}
      />
      <TenantSelect value={tenant} onChange={(value) => set({ tenant: value })} />
    </Group>
  );
}
