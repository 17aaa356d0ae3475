import type { Tenant } from '@atalaya/shared';
import { StateBadge, useWords } from '@atalaya/shared';
import { Bar, Cross, Disc } from '@atalaya/shared/components/StateBadge.tsx';

export function TenantBadge({ state }: { state: Tenant['state'] }) {
  const { t } = useWords();
  const word = t(`tenantState.${state}`);
  switch (state) {
    case 'active':
      return <StateBadge tone="good" glyph={<Disc />} word={word} state={state} />;
    case 'suspended':
      return <StateBadge tone="warn" glyph={<Bar />} word={word} state={state} />;
    default:
      return <StateBadge tone="bad" glyph={<Cross />} word={word} state={state} />;
  }
}
