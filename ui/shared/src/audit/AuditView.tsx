import { Text } from '@mantine/core';
import { IconHistoryOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useAudit } from '../api/queries.ts';
import { ListView } from '../components/ListView.tsx';
import { Notice } from '../components/Notice.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { useWords } from '../i18n/words.ts';
import { AuditExport } from './AuditExport.tsx';
import { AuditFilters } from './AuditFilters.tsx';
import { AuditTable } from './AuditTable.tsx';
import { type AuditSearch, auditFilter } from './auditSearch.ts';

export interface AuditViewProps {
  search: AuditSearch;
  onSearch: (change: AuditSearch) => void;
  /** Rows tell of which tenant they are. */
  withTenant?: boolean;
  /** More filters. */
  children?: ReactNode;
}

/** Who did what, when and from where: the newest first, by filters, and as a file. */
export function AuditView({ search, onSearch, withTenant = false, children }: AuditViewProps) {
  const { t } = useWords();
  const filter = auditFilter(search);
  const list = useAudit(filter, search.tenant);
  return (
    <>
      <PageHeader title={t('audit.title')} note={t('audit.what')}>
        <AuditExport filter={filter} tenantId={search.tenant} />
      </PageHeader>
      <AuditFilters search={search} onSearch={onSearch}>
        {children}
      </AuditFilters>
      <ListView
        list={list}
        shown={list.items}
        empty={
          <Notice icon={<IconHistoryOff size={36} />} title={t('audit.none')}>
            <Text c="dimmed">{t('audit.noneHint')}</Text>
          </Notice>
        }
      >
        <AuditTable
          events={list.items}
          withTenant={withTenant}
          onSubject={(subject) => onSearch({ ...search, subject })}
        />
      </ListView>
    </>
  );
}
