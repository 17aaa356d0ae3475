import type { AuditEvent } from '../api/types.ts';

/** What an event knows beside its columns: names and values; of an edit, what was and what is. */
export function auditFacts(event: AuditEvent, secretChanged: string): [string, string][] {
  const { changes, ...details } = event.details;
  const known: [string, unknown][] = [
    ['actorId', event.actor.id],
    ['userId', event.userId],
    ['cameraId', event.cameraId],
    ['reason', event.reason],
    ...Object.entries(details),
    ['clientAddress', event.clientAddress],
    ['userAgent', event.userAgent],
    ['requestId', event.requestId],
  ];
  return [
    ...Object.entries(isRecord(changes) ? changes : {}).map(([field, change]): [string, string] => [
      field,
      changed(change, secretChanged),
    ]),
    ...known
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]): [string, string] => [name, shown(value)]),
  ];
}

function changed(change: unknown, secretChanged: string): string {
  if (!isRecord(change)) return shown(change);
  return change.secret === true ? secretChanged : `${shown(change.from)} → ${shown(change.to)}`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown): string =>
  value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);
