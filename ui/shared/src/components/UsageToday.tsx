import type { Usage } from '../api/types.ts';
import { useWords } from '../i18n/words.ts';
import { Facts } from './Facts.tsx';

/** What a tenant has used since midnight, in UTC. */
export function UsageToday({ today }: { today: Usage['today'] }) {
  const { t, i18n } = useWords();
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <Facts
      facts={[
        [t('usage.watched'), t('usage.minutes', { minutes: number.format(today.viewerMinutes) })],
        [t('usage.sessions'), number.format(today.sessions)],
        [t('usage.peak'), number.format(today.peakStreams)],
        [t('usage.refusals'), number.format(today.refusals)],
      ]}
    />
  );
}
