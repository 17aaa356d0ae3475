import { addCamera, asApiError, useWords } from '@atalaya/shared';
import { Alert, Button, Group, Modal, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { fieldErrors } from '../fieldErrors.ts';

const EMPTY = { cameraId: '', name: '', source: '', onDemand: false };
const ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** The form behind "Add camera". What the API refuses is shown at the field it is about. */
export function AddCamera({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const { t } = words;
  const client = useQueryClient();
  const form = useForm({
    initialValues: EMPTY,
    validate: {
      cameraId: (value) => (ID.test(value.trim()) ? null : t('add.idBad')),
      name: (value) => (value.trim() === '' ? t('add.nameBad') : null),
      source: (value) => (/^rtsps?:\/\/./.test(value.trim()) ? null : t('add.sourceBad')),
    },
  });
  const add = useMutation({
    mutationFn: ({ cameraId, name, source, onDemand }: typeof EMPTY) =>
      addCamera(
        { cameraId: cameraId.trim() },
        { name: name.trim(), source: source.trim(), onDemand, enabled: true },
      ),
    onSuccess: async (_, { name }) => {
      notifications.show({ color: 'green', message: t('add.added', { name }) });
      await client.invalidateQueries({ queryKey: ['cameras'] });
      onClose();
    },
    onError: (error) => form.setErrors(fieldErrors(asApiError(error), words.error)),
  });
  const general = add.error && asApiError(add.error);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('add.title')}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={form.onSubmit((values) => add.mutate(values))} noValidate>
        <Stack>
          {general && (
            <Alert color="red" role="alert">
              {words.error(general)}
            </Alert>
          )}
          <TextInput
            label={t('add.name')}
            description={t('add.nameHint')}
            name="name"
            data-autofocus
            {...form.getInputProps('name')}
          />
          <TextInput
            label={t('add.id')}
            description={t('add.idHint')}
            name="cameraId"
            autoCapitalize="none"
            spellCheck={false}
            {...form.getInputProps('cameraId')}
          />
          <TextInput
            label={t('add.source')}
            description={t('add.sourceHint')}
            name="source"
            placeholder="rtsp://"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            {...form.getInputProps('source')}
          />
          <Switch
            label={t('add.onDemand')}
            description={t('add.onDemandHint')}
            {...form.getInputProps('onDemand', { type: 'checkbox' })}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={add.isPending}>
              {t('add.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
