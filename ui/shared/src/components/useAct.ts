import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { asApiError } from '../api/error.ts';
import { useWords } from '../i18n/words.ts';

/** A button's act: runs, refreshes what is shown, and says when it failed. */
export function useAct<A>(act: (argument: A) => Promise<unknown>, success?: string) {
  const client = useQueryClient();
  const words = useWords();
  return useMutation({
    mutationFn: act,
    onSuccess: () => {
      if (success !== undefined) notifications.show({ message: success });
    },
    onError: (error) =>
      notifications.show({ color: 'red', message: words.error(asApiError(error)) }),
    onSettled: () => client.invalidateQueries(),
  });
}
