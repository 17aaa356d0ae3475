import {
  type Camera,
  type Column,
  RelativeTime,
  SummaryBadge,
  SyncNow,
  Table,
  useWords,
} from '@atalaya/shared';
import { Link } from '@tanstack/react-router';

interface CameraTableProps {
  cameras: readonly Camera[];
  withTenant: boolean;
}

export function CameraTable({ cameras, withTenant }: CameraTableProps) {
  const words = useWords();
  const { t } = words;
  const columns: Column<Camera>[] = [
    {
      key: 'name',
      title: t('cameras.name'),
      cell: ({ tenantId, cameraId, name }) => (
        <div>
          <Link className="link" to="/cameras/$tenantId/$cameraId" params={{ tenantId, cameraId }}>
            {name}
          </Link>{' '}
          <code>{cameraId}</code>
        </div>
      ),
    },
    ...(withTenant ? [tenantColumn(t('cameras.tenant'))] : []),
    {
      key: 'state',
      title: t('cameras.state'),
      cell: ({ summary }) => <SummaryBadge summary={summary} />,
    },
    {
      key: 'reason',
      title: t('cameras.reason'),
      cell: ({ reason }) => (reason ? words.reason(reason) : '–'),
    },
    {
      key: 'since',
      title: t('cameras.since'),
      cell: ({ summarySince }) => <RelativeTime at={summarySince} />,
    },
    {
      key: 'acts',
      title: t('sync.now'),
      acts: true,
      cell: (camera) => <SyncNow camera={camera} />,
    },
  ];
  return (
    <Table
      label={t('cameras.title')}
      columns={columns}
      rows={cameras}
      rowKey={({ tenantId, cameraId }) => `${tenantId}/${cameraId}`}
    />
  );
}

const tenantColumn = (title: string): Column<Camera> => ({
  key: 'tenant',
  title,
  cell: ({ tenantId }) => (
    <Link className="quiet" to="/tenants/$tenantId" params={{ tenantId }}>
      {tenantId}
    </Link>
  ),
});
