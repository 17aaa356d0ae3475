import {
  type Column,
  type Delivery,
  ListView,
  Notice,
  RelativeTime,
  resendDelivery,
  StateBadge,
  Table,
  useAct,
  useDeliveries,
  useWords,
} from '@atalaya/shared';
import { Cross, Disc, Ring } from '@atalaya/shared/components/StateBadge.tsx';
import { Button, Group, SegmentedControl } from '@mantine/core';
import { IconMailOff, IconSend } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { DELIVERY_STATES } from './search.ts';
import { useEventWords } from './useEventWords.ts';
import classes from './Webhooks.module.css';

interface DeliveryLogProps {
  webhookId: string;
  mayResend: boolean;
}

/** What was sent and is to be, the newest event first. */
export function DeliveryLog({ webhookId, mayResend }: DeliveryLogProps) {
  const { t } = useWords();
  const { state } = useSearch({ from: '/shell/webhooks/$webhookId' });
  const list = useDeliveries(webhookId, state);
  return (
    <section aria-labelledby="deliveries">
      <Group justify="space-between" mb="sm">
        <h2 id="deliveries" className={classes.title}>
          {t('deliveries.title')}
        </h2>
        <StateFilter state={state} />
      </Group>
      <ListView
        list={list}
        shown={list.items}
        empty={
          <Notice
            icon={<IconMailOff size={36} />}
            title={t(state === undefined ? 'deliveries.none' : 'deliveries.noMatch')}
          />
        }
      >
        <DeliveryTable webhookId={webhookId} deliveries={list.items} mayResend={mayResend} />
      </ListView>
    </section>
  );
}

function StateFilter({ state }: { state: Delivery['state'] | undefined }) {
  const { t } = useWords();
  const navigate = useNavigate({ from: '/webhooks/$webhookId' });
  return (
    <SegmentedControl
      aria-label={t('deliveries.state')}
      value={state ?? 'all'}
      onChange={(value) => {
        const chosen = DELIVERY_STATES.find((known) => known === value);
        void navigate({ search: chosen === undefined ? {} : { state: chosen }, replace: true });
      }}
      data={[
        { value: 'all', label: t('common.all') },
        ...DELIVERY_STATES.map((value) => ({ value, label: t(`deliveries.is.${value}`) })),
      ]}
    />
  );
}

interface DeliveryTableProps extends DeliveryLogProps {
  deliveries: readonly Delivery[];
}

function DeliveryTable({ webhookId, deliveries, mayResend }: DeliveryTableProps) {
  const { t } = useWords();
  const eventWords = useEventWords();
  const columns: Column<Delivery>[] = [
    {
      key: 'event',
      title: t('deliveries.event'),
      cell: ({ type }) => <span title={type}>{eventWords(type)}</span>,
    },
    {
      key: 'at',
      title: t('deliveries.at'),
      cell: ({ timestamp }) => <RelativeTime at={timestamp} />,
    },
    {
      key: 'state',
      title: t('deliveries.state'),
      cell: (delivery) => <DeliveryBadge delivery={delivery} />,
    },
    {
      key: 'attempts',
      title: t('deliveries.attempts'),
      cell: (delivery) => <Attempts delivery={delivery} />,
    },
    {
      key: 'answer',
      title: t('deliveries.answer'),
      cell: (delivery) => <Answer delivery={delivery} />,
    },
    ...(mayResend
      ? [
          {
            key: 'acts',
            title: t('deliveries.resend'),
            acts: true,
            cell: (delivery: Delivery) => <Resend webhookId={webhookId} delivery={delivery} />,
          },
        ]
      : []),
  ];
  return (
    <Table
      label={t('deliveries.title')}
      columns={columns}
      rows={deliveries}
      rowKey={({ eventId }) => eventId}
    />
  );
}

function DeliveryBadge({ delivery: { state } }: { delivery: Delivery }) {
  const { t } = useWords();
  const word = t(`deliveries.is.${state}`);
  switch (state) {
    case 'delivered':
      return <StateBadge tone="good" glyph={<Disc />} word={word} state={state} />;
    case 'pending':
      return <StateBadge tone="warn" glyph={<Ring />} word={word} state={state} />;
    case 'failed':
      return <StateBadge tone="bad" glyph={<Cross />} word={word} state={state} />;
  }
}

function Attempts({ delivery: { attempts, state, nextAttemptAt } }: { delivery: Delivery }) {
  const { t } = useWords();
  return (
    <span>
      {attempts}
      {state === 'pending' && nextAttemptAt && (
        <>
          {' · '}
          {t('deliveries.next')} <RelativeTime at={nextAttemptAt} />
        </>
      )}
    </span>
  );
}

/** The receiver's own words, as it said them. */
function Answer({ delivery: { status, error, response, tookMillis } }: { delivery: Delivery }) {
  const { t, i18n } = useWords();
  if (status === undefined && error === undefined) return '–';
  const took =
    tookMillis === undefined
      ? ''
      : ` · ${t('health.millis', { value: new Intl.NumberFormat(i18n.language).format(tookMillis) })}`;
  return (
    <div className={classes.trouble}>
      <span lang="en">{error ?? status}</span>
      {took}
      {response && <div className={classes.response}>{response}</div>}
    </div>
  );
}

function Resend({ webhookId, delivery }: { webhookId: string; delivery: Delivery }) {
  const { t } = useWords();
  const eventWords = useEventWords();
  const resend = useAct(() => resendDelivery(webhookId, delivery.eventId), t('deliveries.resent'));
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconSend size={14} />}
      aria-label={t('deliveries.resendNamed', { event: eventWords(delivery.type) })}
      loading={resend.isPending}
      onClick={() => resend.mutate(undefined)}
    >
      {t('deliveries.resend')}
    </Button>
  );
}
