import {
  type Camera,
  changedSearch,
  filterCameras,
  ListView,
  Notice,
  PageHeader,
  SUMMARIES,
  useCameras,
  useMe,
  useWords,
} from '@atalaya/shared';

import { Button, Group, Select, SimpleGrid, Text, TextInput } from '@mantine/core';
import { IconDeviceCctvOff, IconPlus, IconSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { AddCamera } from './AddCamera.tsx';
import { CameraCard } from './CameraCard.tsx';

export function CamerasPage() {
  const { t } = useWords();
  const me = useMe();
  const search = useSearch({ from: '/shell/cameras' });
  const list = useCameras();
  const [adding, setAdding] = useState(false);
  const mayAdd = me.permissions.includes('camera_manage');
  const shown = filterCameras(list.items, search);
  return (
    <>
      <PageHeader
        title={t('cameras.title')}
        note={list.data && t('cameras.count', { count: list.items.length })}
      >
        {mayAdd && (
          <Button leftSection={<IconPlus size={18} />} onClick={() => setAdding(true)}>
            {t('cameras.add')}
          </Button>
        )}
      </PageHeader>
      <Filters />
      <ListView
        list={list}
        shown={shown}
        skeletonHeight={120}
        empty={<Empty filtered={list.items.length > 0} mayAdd={mayAdd} />}
      >
        <Cards cameras={shown} />
      </ListView>
      {adding && <AddCamera onClose={() => setAdding(false)} />}
    </>
  );
}

const Cards = ({ cameras }: { cameras: readonly Camera[] }) => (
  <SimpleGrid component="ul" cols={{ base: 1, sm: 2, lg: 3 }} spacing="md" m={0} p={0}>
    {cameras.map((camera) => (
      <CameraCard key={camera.cameraId} camera={camera} />
    ))}
  </SimpleGrid>
);

function Filters() {
  const words = useWords();
  const { t } = words;
  const { q = '', state = '' } = useSearch({ from: '/shell/cameras' });
  const navigate = useNavigate({ from: '/cameras' });
  const set = (change: { q?: string; state?: string }) =>
    void navigate({ search: (old) => changedSearch(old, change), replace: true });
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
        aria-label={t('cameras.filterState')}
        placeholder={t('cameras.anyState')}
        data={SUMMARIES.map((value) => ({ value, label: words.summary(value) }))}
        value={state === '' ? null : state}
        onChange={(value) => set({ state: value ?? '' })}
        clearable
        clearButtonProps={{ 'aria-label': t('common.clearFilters') }}
        style={{ flex: '1 1 150px', maxWidth: 220 }}
      />
    </Group>
  );
}

function Empty({ filtered, mayAdd }: { filtered: boolean; mayAdd: boolean }) {
  const { t } = useWords();
  const icon = <IconDeviceCctvOff size={36} />;
  if (filtered) return <Notice icon={icon} title={t('cameras.noMatch')} />;
  return (
    <Notice icon={icon} title={t('cameras.none')}>
      <Text c="dimmed">{t(mayAdd ? 'cameras.noneAdmin' : 'cameras.noneViewer')}</Text>
    </Notice>
  );
}
