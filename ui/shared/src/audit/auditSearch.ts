import type { AuditFilter } from '../api/queries.ts';
import { en } from '../i18n/en.ts';

/** What things the audit tells of: the first halves of its actions. */
export const AUDIT_THINGS = Object.keys(en.auditAction);
export const AUDIT_OUTCOMES = ['done', 'denied'] as const;
export const AUDIT_ACTORS = [
  'user',
  'platform_user',
  'api_key',
  'gateway',
  'anonymous',
  'system',
] as const;

/** What the address of an audit says is to be listed. */
export interface AuditSearch {
  thing?: string;
  outcome?: (typeof AUDIT_OUTCOMES)[number];
  by?: (typeof AUDIT_ACTORS)[number];
  /** `kind/id` */
  subject?: string;
  /** Days where the reader is, `2026-03-29`; both are part of it. */
  from?: string;
  to?: string;
  /** For platform people: whose audit. */
  tenant?: string;
}

/** Keeps what means something, drops the rest. */
export function auditSearch(search: Record<string, unknown>): AuditSearch {
  const kept: AuditSearch = {};
  const thing = AUDIT_THINGS.find((known) => known === search.thing);
  if (thing !== undefined) kept.thing = thing;
  const outcome = AUDIT_OUTCOMES.find((known) => known === search.outcome);
  if (outcome !== undefined) kept.outcome = outcome;
  const by = AUDIT_ACTORS.find((known) => known === search.by);
  if (by !== undefined) kept.by = by;
  for (const name of ['subject', 'tenant'] as const) {
    const value = search[name];
    if (typeof value === 'string' && value !== '') kept[name] = value;
  }
  for (const name of ['from', 'to'] as const) {
    const value = search[name];
    if (typeof value === 'string' && startOf(value) !== undefined) kept[name] = value;
  }
  return kept;
}

/** The same as the API is asked: its `to` is the first moment that is too late. */
export function auditFilter({ thing, outcome, by, subject, from, to }: AuditSearch): AuditFilter {
  const begin = from === undefined ? undefined : startOf(from);
  const end = to === undefined ? undefined : startOf(to, 1);
  return {
    ...(thing === undefined ? {} : { action: thing }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(by === undefined ? {} : { actorKind: by }),
    ...(subject === undefined ? {} : { subject }),
    ...(begin === undefined ? {} : { from: begin.toISOString() }),
    ...(end === undefined ? {} : { to: end.toISOString() }),
  };
}

/** When a day begins here, `later` days after it; days of 23 and of 25 hours, too. */
function startOf(day: string, later = 0): Date | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (year === undefined) return undefined;
  const start = new Date(Number(year), Number(month) - 1, Number(date) + later);
  const isThere = later > 0 || start.getDate() === Number(date);
  return isThere ? start : undefined;
}
