import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { setUpLanguage } from '../i18n/setup.ts';
import type { Limit } from './failure.ts';
import { LimitMessage } from './LimitMessage.tsx';

setUpLanguage({ en: {}, es: {} });
afterEach(cleanup);

function show(full: Limit) {
  const asked: (readonly string[])[] = [];
  const client = new QueryClient({ defaultOptions: { queries: { enabled: false } } });
  client.setQueryData(['cameras', null], {
    pages: [{ items: [{ cameraId: 'yard', name: 'Back yard' }] }],
    pageParams: [undefined],
  });
  render(
    <QueryClientProvider client={client}>
      <MantineProvider>
        <LimitMessage
          full={full}
          camera={{ cameraId: 'lobby' }}
          onStart={(terminate) => asked.push(terminate)}
        />
      </MantineProvider>
    </QueryClientProvider>,
  );
  return asked;
}

test('says what is full and offers to stop each of one’s own', () => {
  const since = '2026-01-01T00:00:00Z';
  const asked = show({
    scope: 'user',
    limit: 2,
    inUse: 2,
    own: [
      { sessionId: 's1', cameraId: 'yard', since },
      { sessionId: 's2', cameraId: 'gate', since },
    ],
  });
  expect(screen.getByRole('status').textContent).toContain('2 of the 2 streams');
  expect(screen.getAllByRole('listitem')).toHaveLength(2);
  fireEvent.click(screen.getByRole('button', { name: 'Stop Back yard and watch here' }));
  fireEvent.click(screen.getByRole('button', { name: 'Stop gate and watch here' }));
  fireEvent.click(screen.getByRole('button', { name: 'Try now' }));
  expect(asked).toEqual([['s1'], ['s2'], []]);
});

test('without sessions of one’s own one can only wait, or try', () => {
  show({ scope: 'camera', limit: 1, inUse: 1, own: [] });
  expect(screen.getByRole('status').textContent).toContain('this starts by itself');
  expect(screen.queryByRole('list')).toBeNull();
});
