import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Trans } from 'react-i18next';
import { asApiError } from '../api/error.ts';
import { useWords } from '../i18n/words.ts';

interface ConfirmByNameProps {
  title: string;
  /** What has to be typed. */
  name: string;
  /** What will happen, in plain words. */
  children: ReactNode;
  action: string;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

/** For acts that cannot be undone: says what will happen and wants the name typed. */
export function ConfirmByName(props: ConfirmByNameProps) {
  const words = useWords();
  const { t } = words;
  const [typed, setTyped] = useState('');
  const act = useMutation({ mutationFn: props.onConfirm, onSuccess: props.onClose });
  const matches = typed.trim() === props.name;
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (matches && !act.isPending) act.mutate();
        }}
      >
        <Stack>
          <div>{props.children}</div>
          <TextInput
            label={<Trans i18nKey="confirm.typeName" values={{ name: props.name }} />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
          {act.isError && (
            <Alert color="red" role="alert">
              {words.error(asApiError(act.error))}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" color="red.8" disabled={!matches} loading={act.isPending}>
              {props.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
