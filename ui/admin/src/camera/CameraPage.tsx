import {
  type Camera,
  CameraColumns,
  ConditionTable,
  cameraQuery,
  DEFAULT_SPAN,
  Facts,
  Failure,
  HealthStory,
  HealthTimeline,
  LivePlayer,
  Loading,
  PageHeader,
  RelativeTime,
  SummaryBadge,
  useSessions,
  useWords,
} from '@atalaya/shared';
import { Anchor, Group } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
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
  const { span = DEFAULT_SPAN } = useSearch({ from: '/shell/cameras/$tenantId/$cameraId' });
  const navigate = useNavigate({ from: '/cameras/$tenantId/$cameraId' });
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
      />
      <CameraColumns
        picture={<LivePlayer camera={camera} actingIn={tenantId} tile="page" />}
        side={<HealthStory camera={{ tenantId, cameraId, name }} />}
      >
        <HealthTimeline
          camera={{ tenantId, cameraId }}
          span={span}
          onSpan={(to) => void navigate({ search: { span: to }, replace: true })}
        />
        <ConditionTable camera={{ tenantId, cameraId }} />
        <section className={classes.panel} aria-labelledby="configuration">
          <h2 id="configuration" className={classes.title}>
            {t('cameras.configuration')}
          </h2>
          <Facts
            facts={[
              ['RTSP', <code key="source">{camera.source}</code>],
              [t('health.engine'), `${camera.engine}, ${camera.transport}`],
              [t('cameras.generation'), camera.generation],
              [t('tenants.created'), <RelativeTime key="at" at={camera.createdAt} />],
            ]}
          />
        </section>
        <Watchers tenantId={tenantId} cameraId={cameraId} />
      </CameraColumns>
    </>
  );
}

function Watchers({ tenantId, cameraId }: { tenantId: string; cameraId: string }) {
  const { items } = useSessions({ tenantId, cameraId, state: 'active' });
  return items.length === 0 ? null : <SessionTable sessions={items} withTenant={false} />;
}
