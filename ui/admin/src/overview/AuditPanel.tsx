import {
  type AuditEvent,
  type AuditSearch,
  Failure,
  type LatelyFilter,
  Loading,
  latelyQuery,
  RelativeTime,
  useWords,
} from '@atalaya/shared';
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import classes from './Overview.module.css';

interface AuditPanelProps {
  /** For the heading's id and for tests. */
  name: string;
  title: string;
  empty: string;
  filter: LatelyFilter;
  /** The same in the address of the audit. */
  search: AuditSearch;
}

/** The last few events of the audit that a filter finds; each leads to what it is about. */
export function AuditPanel({ name, title, empty, filter, search }: AuditPanelProps) {
  const { data, error, refetch } = useQuery(latelyQuery(filter));
  return (
    <section className={classes.panel} aria-labelledby={name} data-panel={name}>
      <h2 id={name} className={classes.title}>
        <Link to="/audit" search={search} className="quiet">
          {title}
        </Link>
      </h2>
      {data === undefined ? (
        error === null ? (
          <Loading height={26} rows={4} />
        ) : (
          <Failure error={error} onRetry={() => void refetch()} />
        )
      ) : data.items.length === 0 ? (
        <Text c="dimmed">{empty}</Text>
      ) : (
        <ul className={classes.rows}>
          {data.items.map((event) => (
            <li key={event.id} className={classes.event}>
              <Told event={event} />
              <span className={classes.when}>
                <RelativeTime at={event.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Told({ event }: { event: AuditEvent }) {
  const words = useWords();
  const { action, actor, reason, details } = event;
  const who = actor.name ?? actor.kind;
  const why = reason === undefined ? undefined : words.auditReason(reason);
  const times = typeof details.count === 'number' && details.count > 1 ? ` × ${details.count}` : '';
  return (
    <span className={classes.told}>
      {words.auditAction(action)} <Subject event={event} />
      <span className={classes.note}>
        {' '}
        {who}
        {why !== undefined && ` · ${why}`}
        {times}
      </span>
    </span>
  );
}

function Subject({ event: { tenantId, cameraId, subject } }: { event: AuditEvent }) {
  // Who did it stands beside it; the id of a person says nothing to anybody.
  if (tenantId === undefined) return subject.startsWith('user/') ? null : <span>{subject}</span>;
  if (cameraId === undefined) {
    return (
      <Link className="link" to="/tenants/$tenantId" params={{ tenantId }}>
        {tenantId}
      </Link>
    );
  }
  return (
    <Link className="link" to="/cameras/$tenantId/$cameraId" params={{ tenantId, cameraId }}>
      {tenantId}/{cameraId}
    </Link>
  );
}
