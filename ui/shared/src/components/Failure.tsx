import { Button, Text } from '@mantine/core';
import { IconAlertTriangle, IconLock, IconMapQuestion } from '@tabler/icons-react';
import { asApiError } from '../api/error.ts';
import { useWords } from '../i18n/words.ts';
import { Notice } from './Notice.tsx';

interface FailureProps {
  error: unknown;
  onRetry?: () => void;
}

/** Shown instead of what could not be loaded. */
export function Failure({ error, onRetry }: FailureProps) {
  const words = useWords();
  const { t } = words;
  const trouble = asApiError(error);
  if (trouble.status === 403) {
    return (
      <Notice icon={<IconLock size={36} />} title={t('states.noPermission')} urgent>
        <Text c="dimmed">{words.error(trouble)}</Text>
      </Notice>
    );
  }
  if (trouble.status === 404) {
    return (
      <Notice icon={<IconMapQuestion size={36} />} title={words.error(trouble)} urgent>
        <Text c="dimmed">{t('states.notFoundHint')}</Text>
      </Notice>
    );
  }
  return (
    <Notice icon={<IconAlertTriangle size={36} />} title={t('states.failed')} urgent>
      <Text c="dimmed">{words.error(trouble)}</Text>
      {onRetry !== undefined && (
        <Button variant="default" mt="sm" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      )}
    </Notice>
  );
}
