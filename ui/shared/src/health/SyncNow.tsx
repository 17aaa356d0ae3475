import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { syncHealth } from '../api/actions.ts';
import { asApiError } from '../api/error.ts';
import { healthQuery } from '../api/queries.ts';
import type { CameraRef } from '../api/types.ts';
import { useMe } from '../auth/session.tsx';
import { useWords } from '../i18n/words.ts';

interface SyncNowProps {
  camera: CameraRef & { name: string };
}

/** Has the camera looked at now, and says what was seen; for those who may. */
export function SyncNow({ camera: { tenantId, cameraId, name } }: SyncNowProps) {
  const words = useWords();
  const { t } = words;
  const client = useQueryClient();
  const mayAsk = useMe().permissions.includes('health_sync');
  const { queryKey } = healthQuery({ tenantId, cameraId });
  const sync = useMutation({
    mutationFn: () => syncHealth({ tenantId, cameraId }),
    onSuccess: (health) => {
      // Asked again within a few seconds, the platform answers what the last look saw.
      const known = client.getQueryData(queryKey)?.lastSyncAt;
      const again = known !== undefined && known === health.lastSyncAt;
      client.setQueryData(queryKey, health);
      notifications.show({
        message: t(again ? 'sync.justNow' : 'sync.done', {
          name,
          summary: words.summary(health.summary),
        }),
      });
    },
    onError: (error) => {
      const { status, code } = asApiError(error);
      const message =
        status === 429
          ? t('sync.tooMany')
          : t('sync.failed', { why: words.error(asApiError(error)) });
      notifications.show({ color: status === 429 ? 'yellow' : 'red', message, id: code });
    },
    onSettled: () =>
      Promise.all(
        ['cameras', 'camera', 'history'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
  if (!mayAsk) return null;
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconRefresh size={14} />}
      aria-label={`${t('sync.now')}: ${name}`}
      loading={sync.isPending}
      onClick={() => sync.mutate()}
    >
      {t('sync.now')}
    </Button>
  );
}
