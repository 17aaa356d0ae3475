import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../api/error.ts';
import { en } from './en.ts';

/** For keys put together from values of the API; each use has asked {@link has} before. */
const lookUp = (key: string, values?: Record<string, string>): string =>
  String(i18next.t(key as never, values as never));

const has = (table: object, key: string): boolean => Object.hasOwn(table, key);

/** So begins an end reason that is an administrator's own words. */
const ADMIN_SAYS = 'admin: ';

/** Words for values that come from the API. Unknown values are shown as they are, never hidden. */
export function useWords() {
  const { t, i18n } = useTranslation();
  const from = <T extends object>(table: T, path: string, value: string): string =>
    has(table, value) ? lookUp(`${path}.${value}`) : value.replaceAll('_', ' ');

  return {
    t,
    i18n,
    summary: (value: string) => from(en.summary, 'summary', value),
    story: (value: string) => (has(en.story, value) ? from(en.story, 'story', value) : ''),
    reason: (value: string) => from(en.reason, 'reason', snakeCase(value)),
    /** What one can do about it; empty where there is nothing to say. */
    advice: (value: string) =>
      has(en.advice, snakeCase(value)) ? from(en.advice, 'advice', snakeCase(value)) : '',
    /** The reason of an audit event: of a refusal, of an end, or of a camera's state. */
    auditReason: (value: string) => {
      if (has(en.errors, value)) return lookUp(`errors.${value}`);
      return has(en.endReason, value)
        ? lookUp(`endReason.${value}`)
        : from(en.reason, 'reason', snakeCase(value));
    },
    auditAction: (action: string): string => {
      const [thing = '', what = ''] = action.split('.', 2);
      const known: Record<string, object> = en.auditAction;
      return has(known, thing) && has(known[thing] ?? {}, what)
        ? lookUp(`auditAction.${action}`)
        : action;
    },
    auditThing: (value: string) => from(en.auditThing, 'auditThing', value),
    auditActor: (value: string) => from(en.auditActor, 'auditActor', value),
    auditOutcome: (value: string) => from(en.auditOutcome, 'auditOutcome', value),
    engine: (value: string) => from(en.engine, 'engine', value),
    role: (value: string) => from(en.role, 'role', value),
    sessionState: (value: string) => from(en.sessionState, 'sessionState', value),
    endReason: (value: string) =>
      value.startsWith(ADMIN_SAYS)
        ? t('endedBy.admin', { words: value.slice(ADMIN_SAYS.length) })
        : from(en.endReason, 'endReason', value),
    conditionType: (type: string): string =>
      has(en.conditionType, type) ? lookUp(`conditionType.${type}`) : type,
    condition: (type: string, status: string): string =>
      has(en.condition, type) ? lookUp(`condition.${type}.${status}`) : `${type}: ${status}`,
    error: (error: ApiError): string =>
      has(en.errors, error.code)
        ? lookUp(`errors.${error.code}`)
        : lookUp('errors.unknown', { code: error.code }),
  };
}

/** Reasons may arrive as `CredentialsRejected` or `credentials_rejected`: one key for both. */
export function snakeCase(value: string): string {
  return value.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}
