import { Anchor } from '@mantine/core';
import type { AuditEvent } from '../api/types.ts';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { Cross, StateBadge } from '../components/StateBadge.tsx';
import { type Column, Table } from '../components/Table.tsx';
import { useWords } from '../i18n/words.ts';
import classes from './Audit.module.css';
import { AuditDetails } from './AuditDetails.tsx';

interface AuditTableProps {
  events: readonly AuditEvent[];
  withTenant: boolean;
  /** Wants to see only what happened to this one. */
  onSubject: (subject: string) => void;
}

export function AuditTable({ events, withTenant, onSubject }: AuditTableProps) {
  const { t, ...words } = useWords();
  const tenant: Column<AuditEvent> = {
    key: 'tenant',
    title: t('audit.tenant'),
    cell: ({ tenantId }) => tenantId ?? '–',
  };
  const columns: Column<AuditEvent>[] = [
    { key: 'at', title: t('audit.at'), cell: ({ at }) => <RelativeTime at={at} /> },
    {
      key: 'who',
      title: t('audit.who'),
      cell: ({ actor }) => (
        <span className={classes.what} title={words.auditActor(actor.kind)}>
          {actor.name ?? actor.id ?? words.auditActor(actor.kind)}
        </span>
      ),
    },
    {
      key: 'what',
      title: t('audit.action'),
      cell: ({ action, outcome }) => (
        <span title={action}>
          {outcome === 'denied' && (
            <StateBadge
              tone="bad"
              glyph={<Cross />}
              word={words.auditOutcome(outcome)}
              state={outcome}
            />
          )}{' '}
          {words.auditAction(action)}
        </span>
      ),
    },
    {
      key: 'subject',
      title: t('audit.subject'),
      cell: ({ subject }) => (
        <Anchor
          component="button"
          type="button"
          className={classes.what ?? ''}
          title={t('audit.onlyOf', { subject })}
          onClick={() => onSubject(subject)}
        >
          {subject}
        </Anchor>
      ),
    },
    ...(withTenant ? [tenant] : []),
    {
      key: 'details',
      title: t('common.details'),
      cell: (event) => <AuditDetails event={event} />,
    },
  ];
  return <Table label={t('audit.title')} columns={columns} rows={events} rowKey={({ id }) => id} />;
}
