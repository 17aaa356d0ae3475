import { useWords } from '@atalaya/shared';
import { Button, CopyButton, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Webhooks.module.css';

interface SecretProps {
  secret: string;
  onDone: () => void;
  /** What else to know about it. */
  children?: ReactNode;
}

/** A secret that is shown this once. */
export function Secret({ secret, onDone, children }: SecretProps) {
  const { t } = useWords();
  return (
    <Stack>
      <Text>{t('webhookSecret.what')}</Text>
      {children}
      <code className={classes.secret} data-secret>
        {secret}
      </code>
      <Group justify="flex-end">
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              onClick={copy}
            >
              {t(copied ? 'webhookSecret.copied' : 'webhookSecret.copy')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{t('webhookSecret.kept')}</Button>
      </Group>
    </Stack>
  );
}
