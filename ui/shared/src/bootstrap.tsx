import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './theme/theme.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { asApiError } from './api/error.ts';
import { type Language, setUpLanguage } from './i18n/setup.ts';
import { claimInstances } from './player/instance.ts';
import { ThemeProvider } from './theme/scheme.tsx';

const MAX_RETRIES = 2;

/** Starts an app: the same ground under both. */
export function bootstrap(words: Record<Language, object>, app: ReactNode): void {
  setUpLanguage(words);
  const [arrival] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  claimInstances(arrival?.type);
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 1000,
        // What the server refuses it will refuse again; only its absence is worth another try.
        retry: (failures, error) => failures < MAX_RETRIES && isTransient(asApiError(error).status),
      },
    },
  });
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no #root');
  createRoot(root).render(
    <QueryClientProvider client={client}>
      <ThemeProvider>{app}</ThemeProvider>
    </QueryClientProvider>,
  );
}

const isTransient = (status: number) => status === 0 || status >= 502;
