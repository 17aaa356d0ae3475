import { asApiError, createTenant, plansQuery, useWords } from '@atalaya/shared';
import {
  Alert,
  Button,
  Fieldset,
  Group,
  Modal,
  PasswordInput,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { tenantErrors, tenantOf, type Values } from './newTenant.ts';

const EMPTY: Values = { tenantId: '', name: '', plan: '', username: '', password: '' };
const ID = /^[a-z0-9][a-z0-9-]{0,62}$/;
const PASSWORD_MIN_CHARS = 12;

export function CreateTenant({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const { t } = words;
  const client = useQueryClient();
  const navigate = useNavigate();
  const plans = useQuery(plansQuery);
  const form = useForm({
    initialValues: EMPTY,
    validate: {
      tenantId: (value) => (ID.test(value.trim()) ? null : t('create.idBad')),
      name: (value) => (value.trim() === '' ? t('create.nameBad') : null),
      plan: (value) => (value === '' ? t('create.planBad') : null),
      username: (value, { password }) =>
        value.trim() === '' && password !== '' ? t('create.bothOrNone') : null,
      password: (value, { username }) => {
        if ((value === '') !== (username.trim() === '')) return t('create.bothOrNone');
        return value !== '' && value.length < PASSWORD_MIN_CHARS ? t('create.passwordShort') : null;
      },
    },
  });
  const create = useMutation({
    mutationFn: (values: Values) => createTenant(tenantOf(values)),
    onSuccess: async ({ tenantId, name }) => {
      notifications.show({ color: 'green', message: t('create.created', { name }) });
      await client.invalidateQueries({ queryKey: ['tenants'] });
      await navigate({ to: '/tenants/$tenantId', params: { tenantId } });
    },
    onError: (error) => form.setErrors(tenantErrors(asApiError(error), words.error)),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('create.title')}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={form.onSubmit((values) => create.mutate(values))} noValidate>
        <Stack>
          {create.error !== null && (
            <Alert color="red" role="alert">
              {words.error(asApiError(create.error))}
            </Alert>
          )}
          <TextInput
            label={t('create.name')}
            name="name"
            data-autofocus
            {...form.getInputProps('name')}
          />
          <TextInput
            label={t('create.id')}
            description={t('create.idHint')}
            name="tenantId"
            autoCapitalize="none"
            spellCheck={false}
            {...form.getInputProps('tenantId')}
          />
          <Select
            label={t('create.plan')}
            name="plan"
            data={(plans.data?.items ?? []).map(({ planId, name }) => ({
              value: planId,
              label: name,
            }))}
            allowDeselect={false}
            {...form.getInputProps('plan')}
          />
          <Fieldset legend={t('create.admin')}>
            <Stack gap="sm">
              <Text fz="sm" c="dimmed">
                {t('create.adminHint')}
              </Text>
              <TextInput
                label={t('create.username')}
                name="username"
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                {...form.getInputProps('username')}
              />
              <PasswordInput
                label={t('create.password')}
                name="password"
                autoComplete="new-password"
                {...form.getInputProps('password')}
              />
            </Stack>
          </Fieldset>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {t('create.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
