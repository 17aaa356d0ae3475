import { AuditView } from '@atalaya/shared';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { TenantSelect } from '../tenants/TenantSelect.tsx';

/** Everything that happened: of all tenants, of one, and what belongs to none. */
export function AuditPage() {
  const search = useSearch({ from: '/shell/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const { tenant, ...others } = search;
  return (
    <AuditView
      search={search}
      onSearch={(changed) => void navigate({ search: changed, replace: true })}
      withTenant={tenant === undefined}
    >
      <TenantSelect
        value={tenant}
        onChange={(chosen) =>
          void navigate({
            search: chosen === '' ? others : { ...others, tenant: chosen },
            replace: true,
          })
        }
      />
    </AuditView>
  );
}
