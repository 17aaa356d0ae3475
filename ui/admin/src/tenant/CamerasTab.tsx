import { ListView, Notice, useCameras, useWords } from '@atalaya/shared';
import { IconDeviceCctvOff } from '@tabler/icons-react';
import { CameraTable } from '../cameras/CameraTable.tsx';

export function CamerasTab({ tenantId }: { tenantId: string }) {
  const { t } = useWords();
  const list = useCameras(tenantId);
  return (
    <ListView
      list={list}
      shown={list.items}
      empty={<Notice icon={<IconDeviceCctvOff size={36} />} title={t('tenant.noCameras')} />}
    >
      <CameraTable cameras={list.items} withTenant={false} />
    </ListView>
  );
}
