import {
  type Camera,
  CameraColumns,
  ConditionTable,
  ConfirmByName,
  cameraQuery,
  DEFAULT_SPAN,
  deleteCamera,
  Facts,
  Failure,
  HealthStory,
  HealthTimeline,
  LivePlayer,
  PageHeader,
  RelativeTime,
  SummaryBadge,
  useMe,
  useWords,
} from '@atalaya/shared';
import { Anchor, Button, Skeleton, Text } from '@mantine/core';
import { IconArrowLeft, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import classes from './CameraPage.module.css';

export function CameraPage() {
  const { t } = useWords();
  const { cameraId } = useParams({ from: '/shell/cameras/$cameraId' });
  const { data, error, refetch } = useQuery(cameraQuery({ cameraId }));
  return (
    <>
      <Anchor component={Link} to="/cameras" fz="sm" mb={6} className="back-link">
        <IconArrowLeft size={16} aria-hidden="true" /> {t('cameras.title')}
      </Anchor>
      {data !== undefined ? (
        <Details key={cameraId} camera={data} />
      ) : error !== null ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : (
        <Placeholder name={cameraId} />
      )}
    </>
  );
}

function Details({ camera }: { camera: Camera }) {
  const { t } = useWords();
  const { cameraId, name, summary } = camera;
  const { span = DEFAULT_SPAN } = useSearch({ from: '/shell/cameras/$cameraId' });
  const navigate = useNavigate({ from: '/cameras/$cameraId' });
  return (
    <>
      <PageHeader title={name} note={<SummaryBadge summary={summary} />}>
        <DeleteButton camera={camera} />
      </PageHeader>
      <CameraColumns
        picture={<LivePlayer camera={camera} tile="page" />}
        side={<HealthStory camera={{ cameraId, name }} />}
      >
        <HealthTimeline
          camera={{ cameraId }}
          span={span}
          onSpan={(to) => void navigate({ search: { span: to }, replace: true })}
        />
        <ConditionTable camera={{ cameraId }} />
        <section className={classes.panel} aria-labelledby="configuration">
          <h2 id="configuration" className={classes.title}>
            {t('camera.configuration')}
          </h2>
          <Configuration camera={camera} />
        </section>
      </CameraColumns>
    </>
  );
}

function Configuration({ camera }: { camera: Camera }) {
  const { t } = useWords();
  const labels = Object.entries(camera.labels);
  return (
    <Facts
      facts={[
        [t('camera.id'), <code key="id">{camera.cameraId}</code>],
        [t('camera.source'), <code key="source">{camera.source}</code>],
        [t('camera.onDemand'), t(camera.onDemand ? 'camera.onDemandYes' : 'camera.onDemandNo')],
        [t('camera.engine'), camera.engine],
        ...(labels.length === 0
          ? []
          : [[t('cameras.labels'), labels.map((pair) => pair.join('=')).join(', ')] as const]),
        [t('camera.created'), <RelativeTime key="at" at={camera.createdAt} />],
      ]}
    />
  );
}

function DeleteButton({ camera: { cameraId, name } }: { camera: Camera }) {
  const { t } = useWords();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  if (!me.permissions.includes('camera_manage')) return null;
  const remove = async () => {
    await deleteCamera({ cameraId });
    await navigate({ to: '/cameras' });
    await client.invalidateQueries({ queryKey: ['cameras'] });
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconTrash size={16} />}
        onClick={() => setAsking(true)}
      >
        {t('remove.button')}
      </Button>
      {asking && (
        <ConfirmByName
          title={t('remove.title', { name })}
          name={cameraId}
          action={t('remove.action')}
          onConfirm={remove}
          onClose={() => setAsking(false)}
        >
          <Text>{t('remove.what')}</Text>
        </ConfirmByName>
      )}
    </>
  );
}

const Placeholder = ({ name }: { name: string }) => (
  <>
    <PageHeader title={name} note="…" />
    <CameraColumns
      picture={<Skeleton className={classes.picture} />}
      side={<Skeleton height={420} />}
    >
      <Skeleton height={180} />
    </CameraColumns>
  </>
);
