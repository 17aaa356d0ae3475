import {
  ConfirmByName,
  deleteWebhook,
  editWebhook,
  rotateWebhookSecret,
  useAct,
  useWords,
  type Webhook,
} from '@atalaya/shared';
import { Button, Modal, Text } from '@mantine/core';
import {
  IconKey,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconTrash,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Secret } from './Secret.tsx';
import { WebhookForm } from './WebhookForm.tsx';

/** Edit, switch off and on, another secret, remove. */
export function WebhookActs({ webhook }: { webhook: Webhook }) {
  const { t } = useWords();
  const { webhookId, enabled } = webhook;
  const [asking, setAsking] = useState<'edit' | 'secret' | 'remove' | null>(null);
  const close = () => setAsking(null);
  const turn = useAct(
    () => editWebhook(webhookId, { enabled: !enabled }),
    t(enabled ? 'webhook.isOff' : 'webhook.isOn'),
  );
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPencil size={16} />}
        onClick={() => setAsking('edit')}
      >
        {t('webhook.edit')}
      </Button>
      <Button
        variant="default"
        leftSection={enabled ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
        loading={turn.isPending}
        onClick={() => turn.mutate(undefined)}
        title={t(enabled ? 'webhook.turnOffHint' : 'webhook.turnOnHint')}
      >
        {t(enabled ? 'webhook.turnOff' : 'webhook.turnOn')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconKey size={16} />}
        onClick={() => setAsking('secret')}
      >
        {t('webhook.newSecret')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconTrash size={16} />}
        onClick={() => setAsking('remove')}
      >
        {t('webhook.remove')}
      </Button>
      {asking === 'edit' && <Edit webhook={webhook} onClose={close} />}
      {asking === 'secret' && <NewSecret webhookId={webhookId} onClose={close} />}
      {asking === 'remove' && <Remove webhook={webhook} onClose={close} />}
    </>
  );
}

interface DialogProps {
  webhook: Webhook;
  onClose: () => void;
}

function Edit({ webhook: { webhookId, url, description, types }, onClose }: DialogProps) {
  const { t } = useWords();
  const client = useQueryClient();
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('webhook.edit')}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <WebhookForm
        initial={{ url, description, types }}
        submit={t('common.save')}
        onSubmit={async (values) => {
          await editWebhook(webhookId, values);
          await client.invalidateQueries({ queryKey: ['webhooks'] });
          onClose();
        }}
        onClose={onClose}
      />
    </Modal>
  );
}

function NewSecret({ webhookId, onClose }: { webhookId: string; onClose: () => void }) {
  const { t } = useWords();
  const [secret, setSecret] = useState<string | null>(null);
  const rotate = useAct(async () => {
    const made = await rotateWebhookSecret(webhookId);
    setSecret(made.secret);
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(secret === null ? 'webhook.newSecretTitle' : 'webhookSecret.title')}
      centered
      closeOnClickOutside={secret === null}
      closeOnEscape={secret === null}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {secret === null ? (
        <>
          <Text>{t('webhook.newSecretWhat')}</Text>
          <Button mt="md" loading={rotate.isPending} onClick={() => rotate.mutate(undefined)}>
            {t('webhook.newSecret')}
          </Button>
        </>
      ) : (
        <Secret secret={secret} onDone={onClose} />
      )}
    </Modal>
  );
}

function Remove({ webhook: { webhookId, url }, onClose }: DialogProps) {
  const { t } = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { host } = new URL(url);
  const remove = async () => {
    await deleteWebhook(webhookId);
    await navigate({ to: '/webhooks' });
    await client.invalidateQueries({ queryKey: ['webhooks', 'list'] });
  };
  return (
    <ConfirmByName
      title={t('webhook.removeTitle')}
      name={host}
      action={t('webhook.remove')}
      onConfirm={remove}
      onClose={onClose}
    >
      <Text>{t('webhook.removeWhat')}</Text>
    </ConfirmByName>
  );
}
