import type { AuditEvent } from '../api/types.ts';
import { exactTime } from '../components/time.ts';
import { useWords } from '../i18n/words.ts';
import classes from './Audit.module.css';
import { auditFacts } from './auditFacts.ts';

/** All that is known of an event, folded: names are those of the API, for there is any number. */
export function AuditDetails({ event }: { event: AuditEvent }) {
  const { t, i18n } = useWords();
  return (
    <details className={classes.more}>
      <summary>{t('audit.more')}</summary>
      <dl>
        <dt>{t('audit.exactly')}</dt>
        <dd>{exactTime(new Date(event.at), i18n.language)}</dd>
        {auditFacts(event, t('audit.secretChanged')).map(([name, value]) => (
          <div key={name}>
            <dt lang="en">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
