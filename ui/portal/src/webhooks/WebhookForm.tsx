import { asApiError, useWords } from '@atalaya/shared';
import { Alert, Button, Checkbox, Fieldset, Group, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { fieldErrors } from '../fieldErrors.ts';
import { EVENT_TYPES } from './eventTypes.ts';
import { useEventWords } from './useEventWords.ts';
import classes from './Webhooks.module.css';

export interface WebhookValues {
  url: string;
  description: string;
  /** None is every type, also those that come later. */
  types: string[];
}

interface WebhookFormProps {
  initial: WebhookValues;
  submit: string;
  onSubmit: (values: WebhookValues) => Promise<unknown>;
  onClose: () => void;
}

/** Where to, and of what. What the API refuses is shown at the field it is about. */
export function WebhookForm({ initial, submit, onSubmit, onClose }: WebhookFormProps) {
  const words = useWords();
  const { t } = words;
  const form = useForm({
    initialValues: { ...initial, all: initial.types.length === 0 },
    validate: {
      url: (value) => (/^https?:\/\/./.test(value.trim()) ? null : t('webhookForm.urlBad')),
      types: (value, { all }) => (all || value.length > 0 ? null : t('webhookForm.typesBad')),
    },
  });
  const send = useMutation({
    mutationFn: ({ url, description, types, all }: typeof form.values) =>
      onSubmit({
        url: url.trim(),
        description: description.trim(),
        types: all ? [] : types,
      }),
    onError: (error) => form.setErrors(fieldErrors(asApiError(error), words.error)),
  });
  const general = send.error && Object.keys(form.errors).length === 0;
  return (
    <form onSubmit={form.onSubmit((values) => send.mutate(values))} noValidate>
      <Stack>
        {general && (
          <Alert color="red" role="alert">
            {words.error(asApiError(send.error))}
          </Alert>
        )}
        <TextInput
          label={t('webhookForm.url')}
          description={t('webhookForm.urlHint')}
          name="url"
          type="url"
          placeholder="https://"
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('url')}
        />
        <TextInput
          label={t('webhookForm.description')}
          description={t('webhookForm.descriptionHint')}
          name="description"
          maxLength={200}
          {...form.getInputProps('description')}
        />
        <Switch
          label={t('webhookForm.all')}
          description={t('webhookForm.allHint')}
          {...form.getInputProps('all', { type: 'checkbox' })}
        />
        {!form.values.all && <Types {...form.getInputProps('types')} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={send.isPending}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface TypesProps {
  value?: string[];
  onChange?: (types: string[]) => void;
  error?: React.ReactNode;
}

const GROUPS = ['camera', 'session', 'tenant', 'webhook'] as const;

function Types({ value = [], onChange, error }: TypesProps) {
  const { t } = useWords();
  const eventWords = useEventWords();
  return (
    <Checkbox.Group
      label={t('webhookForm.types')}
      value={value}
      error={error}
      {...(onChange === undefined ? {} : { onChange })}
    >
      {GROUPS.map((group) => (
        <Fieldset
          key={group}
          legend={t(`webhookForm.group.${group}`)}
          variant="unstyled"
          mt="xs"
          className={classes.types ?? ''}
        >
          {EVENT_TYPES[group].map((type) => (
            <Checkbox key={type} value={type} label={eventWords(type)} title={type} />
          ))}
        </Fieldset>
      ))}
    </Checkbox.Group>
  );
}
