import { ListView, Notice, useSessions, useWords } from '@atalaya/shared';
import { IconEyeOff } from '@tabler/icons-react';
import { SessionTable } from '../sessions/SessionTable.tsx';

/** Who of this tenant is watching right now. */
export function SessionsTab({ tenantId }: { tenantId: string }) {
  const { t } = useWords();
  const list = useSessions({ tenantId, state: 'active' });
  return (
    <ListView
      list={list}
      shown={list.items}
      empty={<Notice icon={<IconEyeOff size={36} />} title={t('tenant.noSessions')} />}
    >
      <SessionTable sessions={list.items} withTenant={false} />
    </ListView>
  );
}
