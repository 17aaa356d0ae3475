import { endSession, type Session, useAct, useWords } from '@atalaya/shared';
import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { useState } from 'react';

interface EndSessionProps {
  session: Session;
  onClose: () => void;
}

const MAX_REASON_CHARS = 100;

/** Asks before cutting somebody off, and why. */
export function EndSession({ session, onClose }: EndSessionProps) {
  const { t } = useWords();
  const { id, tenantId, username, cameraId } = session;
  const [reason, setReason] = useState('');
  const end = useAct(async () => {
    const words = reason.trim();
    await endSession(id, { tenantId, reason: words === '' ? 'admin' : words });
    onClose();
  }, t('sessions.ended'));
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('sessions.endTitle')}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          end.mutate(undefined);
        }}
      >
        <Text>{t('sessions.endWhat', { user: username, camera: cameraId })}</Text>
        <TextInput
          mt="md"
          label={t('sessions.reason')}
          description={t('sessions.reasonHint')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={MAX_REASON_CHARS}
          data-autofocus
        />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button color="red.8" type="submit" loading={end.isPending}>
            {t('sessions.end')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
