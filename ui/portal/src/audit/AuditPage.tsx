import { AuditView } from '@atalaya/shared';
import { useNavigate, useSearch } from '@tanstack/react-router';

/** The tenant's own audit. */
export function AuditPage() {
  const search = useSearch({ from: '/shell/audit' });
  const navigate = useNavigate({ from: '/audit' });
  return (
    <AuditView
      search={search}
      onSearch={(changed) => void navigate({ search: changed, replace: true })}
    />
  );
}
