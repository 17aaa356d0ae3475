import {
  type Camera,
  cameraQuery,
  Facts,
  Failure,
  HealthStory,
  LivePlayer,
  Loading,
  PageHeader,
  RelativeTime,
  SummaryBadge,
  useSessions,
  useWords,
} from '@atalaya/shared';
import { Anchor, Group, Stack } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { SyncButton } from '../cameras/CameraTable.tsx';
import { SessionTable } from '../sessions/SessionTable.tsx';
import classes from './CameraPage.module.css';

export function CameraPage() {
  const { t } = useWords();
  const ref = useParams({ from: '/shell/cameras/$tenantId/$cameraId' });
  const { data, error, refetch } = useQuery(cameraQuery(ref));
  return (
    <>
      <Anchor component={Link} to="/cameras" fz="sm" mb={6} className="back-link">
        <IconArrowLeft size={16} aria-hidden="true" /> {t('cameras.title')}
      </Anchor>
      {data !== undefined ? (
        <Details key={`${ref.tenantId}/${ref.cameraId}`} camera={data} />
      ) : error !== null ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </>
  );
}

function Details({ camera }: { camera: Camera }) {
  const { t } = useWords();
  const { tenantId, cameraId, name, summary } = camera;
  return (
    <>
      <PageHeader
        title={name}
        note={
          <Group gap="xs">
            <Link className="link" to="/tenants/$tenantId" params={{ tenantId }}>
              {tenantId}
            </Link>
            <code>{cameraId}</code>
            <SummaryBadge summary={summary} />
          </Group>
        }
      >
        <SyncButton camera={camera} />
      </PageHeader>
      <div className={classes.columns}>
        <Stack>
          <LivePlayer camera={camera} actingIn={tenantId} tile="page" />
          <Facts
            facts={[
              ['RTSP', <code key="source">{camera.source}</code>],
              [t('health.engine'), `${camera.engine}, ${camera.transport}`],
              [t('tenants.created'), <RelativeTime key="at" at={camera.createdAt} />],
            ]}
          />
          <Watchers tenantId={tenantId} cameraId={cameraId} />
        </Stack>
        <HealthStory camera={{ tenantId, cameraId }} />
      </div>
    </>
  );
}

function Watchers({ tenantId, cameraId }: { tenantId: string; cameraId: string }) {
  const { items } = useSessions({ tenantId, cameraId, state: 'active' });
  return items.length === 0 ? null : <SessionTable sessions={items} withTenant={false} />;
}
