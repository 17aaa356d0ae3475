import { endSession, type Session, useAct, useWords } from '@atalaya/shared';
import { Button, Group, Modal, Text } from '@mantine/core';

interface EndSessionProps {
  session: Session;
  onClose: () => void;
}

/** Asks before cutting somebody off. */
export function EndSession({ session, onClose }: EndSessionProps) {
  const { t } = useWords();
  const { id, tenantId, username, cameraId } = session;
  const end = useAct(async () => {
    await endSession(id, { tenantId, reason: 'admin' });
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
      <Text>{t('sessions.endWhat', { user: username, camera: cameraId })}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          color="red.8"
          loading={end.isPending}
          onClick={() => end.mutate(undefined)}
          data-autofocus
        >
          {t('sessions.end')}
        </Button>
      </Group>
    </Modal>
  );
}
