import {
  Facts,
  Failure,
  Loading,
  PageHeader,
  RelativeTime,
  useMe,
  useWords,
  type Webhook,
  webhookQuery,
} from '@atalaya/shared';
import { Alert, Anchor, Group, Stack } from '@mantine/core';
import { IconAlertTriangle, IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { DeliveryLog } from './DeliveryLog.tsx';
import { useEventWords } from './useEventWords.ts';
import { WebhookActs } from './WebhookActs.tsx';
import { WebhookBadge } from './WebhookBadge.tsx';
import classes from './Webhooks.module.css';

/** One webhook: how it goes, what one can do with it, and what was sent. */
export function WebhookPage() {
  const { t } = useWords();
  const { webhookId } = useParams({ from: '/shell/webhooks/$webhookId' });
  const { data, error, refetch } = useQuery(webhookQuery(webhookId));
  return (
    <>
      <Anchor component={Link} to="/webhooks" fz="sm" mb={6} className="back-link">
        <IconArrowLeft size={16} aria-hidden="true" /> {t('webhooks.title')}
      </Anchor>
      {data !== undefined ? (
        <Details key={webhookId} webhook={data} />
      ) : error !== null ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </>
  );
}

function Details({ webhook }: { webhook: Webhook }) {
  const { t } = useWords();
  const mayManage = useMe().permissions.includes('webhook_manage');
  return (
    <>
      <PageHeader
        title={webhook.description || new URL(webhook.url).host}
        note={
          <Group gap="xs">
            <WebhookBadge webhook={webhook} />
            <code style={{ overflowWrap: 'anywhere' }}>{webhook.url}</code>
          </Group>
        }
      >
        {mayManage && <WebhookActs webhook={webhook} />}
      </PageHeader>
      <Stack>
        <Trouble webhook={webhook} />
        <section className={classes.panel} aria-labelledby="webhook-facts">
          <h2 id="webhook-facts" className={classes.title}>
            {t('webhook.settings')}
          </h2>
          <Settings webhook={webhook} />
        </section>
        <DeliveryLog webhookId={webhook.webhookId} mayResend={mayManage} />
      </Stack>
    </>
  );
}

function Trouble({ webhook: { enabled, disabledAt, disabledReason, failingSince } }: Shown) {
  const { t } = useWords();
  const icon = <IconAlertTriangle size={18} />;
  if (!enabled && disabledReason) {
    return (
      <Alert color="yellow" icon={icon}>
        <strong>{t('webhook.switchedOff')}</strong>
        <br />
        <span lang="en">{disabledReason}</span>
        {disabledAt && (
          <>
            {' · '}
            <RelativeTime at={disabledAt} />
          </>
        )}
      </Alert>
    );
  }
  if (enabled && failingSince) {
    return (
      <Alert color="yellow" icon={icon}>
        <strong>{t('webhook.failing')}</strong>
        <br />
        {t('webhook.failingHint')} · <RelativeTime at={failingSince} />
      </Alert>
    );
  }
  return null;
}

interface Shown {
  webhook: Webhook;
}

function Settings({ webhook: { types, createdAt, webhookId } }: Shown) {
  const { t } = useWords();
  const eventWords = useEventWords();
  return (
    <Facts
      facts={[
        [
          t('webhooks.events'),
          types.length === 0 ? t('webhooks.everything') : types.map(eventWords).join(', '),
        ],
        [t('webhook.id'), <code key="id">{webhookId}</code>],
        [t('webhooks.created'), <RelativeTime key="at" at={createdAt} />],
      ]}
    />
  );
}
