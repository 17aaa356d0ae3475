import { createWebhook, useWords } from '@atalaya/shared';
import { Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Secret } from './Secret.tsx';
import { WebhookForm, type WebhookValues } from './WebhookForm.tsx';

const EMPTY: WebhookValues = { url: '', description: '', types: [] };

/** Asks where to and of what, then shows the secret, this once. */
export function AddWebhook({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [secret, setSecret] = useState<string | null>(null);
  const create = async (values: WebhookValues) => {
    const made = await createWebhook(values);
    setSecret(made.secret);
    await client.invalidateQueries({ queryKey: ['webhooks'] });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t(secret === null ? 'webhooks.add' : 'webhookSecret.title')}
      centered
      // A click beside it must not lose what is shown only once.
      closeOnClickOutside={secret === null}
      closeOnEscape={secret === null}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {secret === null ? (
        <WebhookForm
          initial={EMPTY}
          submit={t('webhooks.add')}
          onSubmit={create}
          onClose={onClose}
        />
      ) : (
        <Secret secret={secret} onDone={onClose} />
      )}
    </Modal>
  );
}
