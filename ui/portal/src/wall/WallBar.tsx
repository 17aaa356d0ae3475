import { type Camera, useWords } from '@atalaya/shared';
import { ActionIcon, Group, MultiSelect, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { IconArrowsMaximize, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { RefObject } from 'react';
import { LAYOUTS, type Layout, type WallSearch } from './search.ts';
import classes from './WallPage.module.css';

interface WallBarProps {
  cameras: readonly Camera[];
  page: number;
  pages: number;
  wall: RefObject<HTMLElement | null>;
}

/** Layout, choice of cameras, pages, full screen. */
export function WallBar({ cameras, page, pages, wall }: WallBarProps) {
  const { t } = useWords();
  const { layout = 4, cameras: chosen } = useSearch({ from: '/shell/wall' });
  const navigate = useNavigate({ from: '/wall' });
  const set = (change: WallSearch) =>
    void navigate({ search: (old) => ({ ...old, page: 1, ...change }), replace: true });
  return (
    <Group className={classes.bar} gap="sm">
      <SegmentedControl
        aria-label={t('wall.layout')}
        value={String(layout)}
        onChange={(value) => set({ layout: Number(value) as Layout })}
        data={LAYOUTS.map((count) => ({
          value: String(count),
          label: <span title={t('wall.tiles', { count })}>{count}</span>,
        }))}
      />
      <MultiSelect
        className={classes.choice ?? ''}
        aria-label={t('wall.choose')}
        placeholder={chosen === undefined ? t('wall.all') : ''}
        data={cameras.map(({ cameraId, name }) => ({ value: cameraId, label: name }))}
        value={chosen?.split(',') ?? []}
        onChange={(ids) => set({ cameras: ids.join(',') })}
        searchable
        clearable
        hidePickedOptions
        clearButtonProps={{ 'aria-label': t('common.clearFilters') }}
      />
      {pages > 1 && <Pages page={page} pages={pages} onPage={(to) => set({ page: to })} />}
      <Tooltip label={t('wall.fullScreen')}>
        <ActionIcon
          variant="default"
          size={36}
          ml="auto"
          aria-label={t('wall.fullScreen')}
          onClick={() => void toggleFullScreen(wall.current)}
        >
          <IconArrowsMaximize size={18} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

interface PagesProps {
  page: number;
  pages: number;
  onPage: (page: number) => void;
}

function Pages({ page, pages, onPage }: PagesProps) {
  const { t } = useWords();
  return (
    <Group gap={6} wrap="nowrap">
      <ActionIcon
        variant="default"
        size={36}
        aria-label={t('wall.previous')}
        disabled={page === 1}
        onClick={() => onPage(page - 1)}
      >
        <IconChevronLeft size={18} />
      </ActionIcon>
      <Text fz="sm" role="status">
        {t('wall.page', { page, pages })}
      </Text>
      <ActionIcon
        variant="default"
        size={36}
        aria-label={t('wall.next')}
        disabled={page === pages}
        onClick={() => onPage(page + 1)}
      >
        <IconChevronRight size={18} />
      </ActionIcon>
    </Group>
  );
}

async function toggleFullScreen(wall: HTMLElement | null): Promise<void> {
  if (document.fullscreenElement === null) await wall?.requestFullscreen();
  else await document.exitFullscreen();
}
