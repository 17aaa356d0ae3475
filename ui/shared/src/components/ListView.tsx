import { Button, Center, Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveList } from '../api/queries.ts';
import { Failure } from './Failure.tsx';

interface ListViewProps<T> {
  list: LiveList<T>;
  /** What is left of `list.items` after the page's own filters. */
  shown: readonly T[];
  /** Nothing there at all, or nothing left by the filters. */
  empty: ReactNode;
  children: ReactNode;
  skeletonHeight?: number;
}

/** Every list's five states: loading, failed or not allowed, empty, stale, and its rows. */
export function ListView<T>({
  list,
  shown,
  empty,
  children,
  skeletonHeight = 56,
}: ListViewProps<T>) {
  const { t } = useTranslation();
  if (list.isPending) return <Loading height={skeletonHeight} />;
  if (list.data === undefined) {
    return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  }
  return (
    <Stack gap="md">
      {list.isError && (
        <Text role="status" fz="sm" c="dimmed">
          ⚠ {t('common.stale')}
        </Text>
      )}
      {shown.length === 0 ? empty : children}
      {list.hasNextPage && (
        <Center>
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('common.loadMore')}
          </Button>
        </Center>
      )}
    </Stack>
  );
}

export function Loading({ height = 56, rows = 5 }: { height?: number; rows?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" role="status" aria-label={t('common.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row.toString()} height={height} radius="md" />
      ))}
    </Stack>
  );
}
