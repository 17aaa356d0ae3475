import {
  type Column,
  RelativeTime,
  type Session,
  SessionBadge,
  Table,
  useWords,
} from '@atalaya/shared';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { EndSession } from './EndSession.tsx';

interface SessionTableProps {
  sessions: readonly Session[];
  withTenant: boolean;
}

export function SessionTable({ sessions, withTenant }: SessionTableProps) {
  const words = useWords();
  const { t } = words;
  const [ending, setEnding] = useState<Session | null>(null);
  const columns: Column<Session>[] = [
    { key: 'who', title: t('sessions.who'), cell: ({ username }) => username },
    {
      key: 'camera',
      title: t('sessions.camera'),
      cell: ({ tenantId, cameraId }) => (
        <Link className="link" to="/cameras/$tenantId/$cameraId" params={{ tenantId, cameraId }}>
          {cameraId}
        </Link>
      ),
    },
    ...(withTenant ? [tenantColumn(t('sessions.tenant'))] : []),
    {
      key: 'state',
      title: t('sessions.state'),
      cell: ({ state, endReason }) => (
        <span>
          <SessionBadge state={state} /> {endReason && words.endReason(endReason)}
        </span>
      ),
    },
    {
      key: 'since',
      title: t('sessions.since'),
      cell: (session) => <RelativeTime at={began(session)} />,
    },
    ...(sessions.some(isOver) ? [overColumn(t('sessions.over'))] : []),
    {
      key: 'acts',
      title: t('sessions.end'),
      acts: true,
      cell: (session) =>
        isOver(session) ? null : (
          <Button
            size="xs"
            variant="default"
            aria-label={t('sessions.endNamed', {
              user: session.username,
              camera: session.cameraId,
            })}
            onClick={() => setEnding(session)}
          >
            {t('sessions.end')}
          </Button>
        ),
    },
  ];
  return (
    <>
      <Table
        label={t('sessions.title')}
        columns={columns}
        rows={sessions}
        rowKey={({ id }) => id}
      />
      {ending !== null && <EndSession session={ending} onClose={() => setEnding(null)} />}
    </>
  );
}

const isOver = ({ state }: Session) => state === 'ended' || state === 'expired';

const overColumn = (title: string): Column<Session> => ({
  key: 'over',
  title,
  cell: ({ endedAt }) => (endedAt ? <RelativeTime at={endedAt} /> : '–'),
});

const began = ({ activatedAt, issuedAt, requestedAt }: Session) =>
  activatedAt ?? issuedAt ?? requestedAt;

const tenantColumn = (title: string): Column<Session> => ({
  key: 'tenant',
  title,
  cell: ({ tenantId }) => (
    <Link className="quiet" to="/tenants/$tenantId" params={{ tenantId }}>
      {tenantId}
    </Link>
  ),
});
