import { StateBadge, useWords, type Webhook } from '@atalaya/shared';
import { Bar, Disc, Triangle } from '@atalaya/shared/components/StateBadge.tsx';

/** Whether a webhook is served, and whether anything gets through. */
export function WebhookBadge({ webhook: { enabled, failingSince } }: { webhook: Webhook }) {
  const { t } = useWords();
  if (!enabled) {
    return <StateBadge tone="quiet" glyph={<Bar />} word={t('webhooks.off')} state="off" />;
  }
  if (failingSince) {
    const word = t('webhooks.failing');
    return <StateBadge tone="warn" glyph={<Triangle />} word={word} state="failing" />;
  }
  return <StateBadge tone="good" glyph={<Disc />} word={t('webhooks.on')} state="on" />;
}
