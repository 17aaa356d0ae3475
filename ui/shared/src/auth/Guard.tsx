import { Center, Loader, Text } from '@mantine/core';
import { IconDoorOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Me } from '../api/types.ts';
import { AccountMenu } from '../components/AccountMenu.tsx';
import { Failure } from '../components/Failure.tsx';
import { Notice } from '../components/Notice.tsx';
import { useWords } from '../i18n/words.ts';
import { MeProvider, useSession } from './session.tsx';

interface GuardProps {
  /** Whether this app is for that person. */
  allows: (me: Me) => boolean;
  /** Where the others belong. */
  otherwise: ReactNode;
  /** What those see who are not signed in. */
  signedOut: ReactNode;
  children: ReactNode;
}

/** Lets the right people in and shows the others the right door. */
export function Guard({ allows, otherwise, signedOut, children }: GuardProps) {
  const { t } = useWords();
  const { query } = useSession();
  if (query.data === null) return signedOut;
  if (query.data === undefined) {
    if (query.isError) {
      return (
        <main style={{ padding: 24 }}>
          <Failure error={query.error} onRetry={() => void query.refetch()} />
        </main>
      );
    }
    return (
      <Center h="100dvh" role="status" aria-label={t('common.loading')}>
        <Loader />
      </Center>
    );
  }
  if (!allows(query.data)) {
    return (
      <MeProvider me={query.data}>
        <main style={{ padding: 24, maxWidth: 640, margin: '0 auto' }}>
          <Notice icon={<IconDoorOff size={36} />} title={t('states.wrongApp')}>
            <Text component="div" c="dimmed" mb="md">
              {otherwise}
            </Text>
            <AccountMenu />
          </Notice>
        </main>
      </MeProvider>
    );
  }
  return <MeProvider me={query.data}>{children}</MeProvider>;
}
