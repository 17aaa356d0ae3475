import { Button, Group, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/words.ts';
import classes from './Audit.module.css';
import { AUDIT_ACTORS, AUDIT_OUTCOMES, AUDIT_THINGS, type AuditSearch } from './auditSearch.ts';

interface AuditFiltersProps {
  search: AuditSearch;
  onSearch: (search: AuditSearch) => void;
  children?: ReactNode;
}

export function AuditFilters({ search, onSearch, children }: AuditFiltersProps) {
  const { t, ...words } = useWords();
  /** Empty is any. */
  const set = (name: keyof AuditSearch, value: string | null) => {
    const { [name]: _, ...others } = search;
    onSearch(value ? { ...others, [name]: value } : others);
  };
  const choices = [
    ['thing', AUDIT_THINGS, words.auditThing],
    ['outcome', AUDIT_OUTCOMES, words.auditOutcome],
    ['by', AUDIT_ACTORS, words.auditActor],
  ] as const;
  return (
    <Group mb="md" gap="sm" align="end">
      {choices.map(([name, values, word]) => (
        <Select
          key={name}
          className={classes.filter ?? ''}
          label={t(`audit.filter.${name}`)}
          placeholder={t('common.all')}
          data={values.map((value) => ({ value, label: word(value) }))}
          value={search[name] ?? null}
          onChange={(value) => set(name, value)}
          clearable
          clearButtonProps={{ 'aria-label': t('common.clearFilters') }}
        />
      ))}
      {(['from', 'to'] as const).map((name) => (
        <TextInput
          key={name}
          type="date"
          className={classes.filter ?? ''}
          label={t(`audit.filter.${name}`)}
          value={search[name] ?? ''}
          onChange={(event) => set(name, event.currentTarget.value)}
        />
      ))}
      {children}
      {search.subject !== undefined && (
        <Button variant="default" onClick={() => set('subject', null)}>
          {t('audit.onlyOf', { subject: search.subject })} ×
        </Button>
      )}
    </Group>
  );
}
