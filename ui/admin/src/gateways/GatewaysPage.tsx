import {
  type Column,
  Failure,
  type Gateway,
  gatewaysQuery,
  Loading,
  Notice,
  PageHeader,
  RelativeTime,
  StateBadge,
  Table,
  useWords,
} from '@atalaya/shared';
import { Cross, Disc } from '@atalaya/shared/components/StateBadge.tsx';
import { IconServerOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

/** The video servers and their load. */
export function GatewaysPage() {
  const { t } = useWords();
  const { data, error, refetch } = useQuery(gatewaysQuery);
  return (
    <>
      <PageHeader title={t('gateways.title')} />
      {data === undefined ? (
        error === null ? (
          <Loading rows={2} />
        ) : (
          <Failure error={error} onRetry={() => void refetch()} />
        )
      ) : data.length === 0 ? (
        <Notice icon={<IconServerOff size={36} />} title={t('gateways.none')} />
      ) : (
        <GatewayTable gateways={data} />
      )}
    </>
  );
}

function GatewayTable({ gateways }: { gateways: readonly Gateway[] }) {
  const { t } = useWords();
  const columns: Column<Gateway>[] = [
    {
      key: 'node',
      title: t('gateways.node'),
      cell: ({ nodeId, url }) => <span title={url}>{nodeId}</span>,
    },
    {
      key: 'state',
      title: t('gateways.state'),
      cell: ({ state }) => (
        <StateBadge
          tone={state === 'up' ? 'good' : 'bad'}
          glyph={state === 'up' ? <Disc /> : <Cross />}
          word={t(`gateways.${state}`)}
          state={state}
        />
      ),
    },
    {
      key: 'cameras',
      title: t('gateways.cameras'),
      cell: ({ cameras, cameraCapacity }) =>
        t('gateways.load', { cameras, capacity: cameraCapacity }),
    },
    { key: 'viewers', title: t('gateways.viewers'), cell: ({ viewers }) => viewers },
    {
      key: 'seen',
      title: t('gateways.seen'),
      cell: ({ lastSeenAt }) => (lastSeenAt ? <RelativeTime at={lastSeenAt} /> : t('common.never')),
    },
  ];
  return (
    <Table
      label={t('gateways.title')}
      columns={columns}
      rows={gateways}
      rowKey={({ nodeId }) => nodeId}
    />
  );
}
