import { useTenants, useWords } from '@atalaya/shared';
import { Select } from '@mantine/core';

interface TenantSelectProps {
  value: string | undefined;
  /** The empty text is "any". */
  onChange: (tenantId: string) => void;
}

/** A list's filter by tenant. */
export function TenantSelect({ value, onChange }: TenantSelectProps) {
  const { t } = useWords();
  const { items } = useTenants();
  const known = items.map(({ tenantId, name }) => ({ value: tenantId, label: name }));
  const missing = value !== undefined && known.every((option) => option.value !== value);
  return (
    <Select
      aria-label={t('cameras.tenant')}
      placeholder={t('cameras.anyTenant')}
      data={missing ? [...known, { value, label: value }] : known}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen ?? '')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('common.clearFilters') }}
      style={{ flex: '1 1 150px', maxWidth: 240 }}
    />
  );
}
