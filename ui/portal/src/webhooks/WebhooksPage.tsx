import {
  type Column,
  ListView,
  Notice,
  PageHeader,
  RelativeTime,
  Table,
  useMe,
  useWebhooks,
  useWords,
  type Webhook,
} from '@atalaya/shared';
import { Button, Text } from '@mantine/core';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { AddWebhook } from './AddWebhook.tsx';
import { WebhookBadge } from './WebhookBadge.tsx';

/** Which other systems are told of what happens here. */
export function WebhooksPage() {
  const { t } = useWords();
  const list = useWebhooks();
  const [adding, setAdding] = useState(false);
  const mayManage = useMe().permissions.includes('webhook_manage');
  return (
    <>
      <PageHeader title={t('webhooks.title')} note={t('webhooks.note')}>
        {mayManage && (
          <Button leftSection={<IconPlus size={18} />} onClick={() => setAdding(true)}>
            {t('webhooks.add')}
          </Button>
        )}
      </PageHeader>
      <ListView
        list={list}
        shown={list.items}
        empty={
          <Notice icon={<IconWebhook size={36} />} title={t('webhooks.none')}>
            <Text c="dimmed">{t(mayManage ? 'webhooks.noneHint' : 'webhooks.noneViewer')}</Text>
          </Notice>
        }
      >
        <WebhookTable webhooks={list.items} />
      </ListView>
      {adding && <AddWebhook onClose={() => setAdding(false)} />}
    </>
  );
}

function WebhookTable({ webhooks }: { webhooks: readonly Webhook[] }) {
  const { t } = useWords();
  const columns: Column<Webhook>[] = [
    {
      key: 'url',
      title: t('webhooks.url'),
      cell: ({ webhookId, url, description }) => (
        <div style={{ overflowWrap: 'anywhere' }}>
          <Link className="link" to="/webhooks/$webhookId" params={{ webhookId }}>
            {url}
          </Link>
          {description !== '' && (
            <Text fz="sm" c="dimmed">
              {description}
            </Text>
          )}
        </div>
      ),
    },
    {
      key: 'types',
      title: t('webhooks.events'),
      cell: ({ types }) =>
        types.length === 0
          ? t('webhooks.everything')
          : t('webhooks.kinds', { count: types.length }),
    },
    {
      key: 'state',
      title: t('webhooks.state'),
      cell: (webhook) => <WebhookBadge webhook={webhook} />,
    },
    {
      key: 'created',
      title: t('webhooks.created'),
      minor: true,
      cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
    },
  ];
  return (
    <Table
      label={t('webhooks.title')}
      columns={columns}
      rows={webhooks}
      rowKey={({ webhookId }) => webhookId}
    />
  );
}
