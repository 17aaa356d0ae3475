import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { exportAudit } from '../api/actions.ts';
import type { AuditFilter } from '../api/queries.ts';
import { useAct } from '../components/useAct.ts';
import { useWords } from '../i18n/words.ts';

interface AuditExportProps {
  filter: AuditFilter;
  tenantId: string | undefined;
}

/** Everything that the filters find, not only what is on the screen. */
export function AuditExport({ filter, tenantId }: AuditExportProps) {
  const { t } = useWords();
  const save = useAct(async (format: 'csv' | 'ndjson') =>
    offer(await exportAudit(format, filter, tenantId), `audit.${format}`),
  );
  return (
    <>
      {(['csv', 'ndjson'] as const).map((format) => (
        <Button
          key={format}
          variant="default"
          leftSection={<IconDownload size={16} />}
          loading={save.isPending && save.variables === format}
          disabled={save.isPending}
          onClick={() => save.mutate(format)}
        >
          {t(`audit.as.${format}`)}
        </Button>
      ))}
    </>
  );
}

/** Has the browser keep it. A link to the API could not name a tenant, nor say that it broke off. */
function offer(file: Blob, name: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}
