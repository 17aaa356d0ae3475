import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { api, bodyOf, done, onSignedOut } from '../api/client.ts';
import { asApiError } from '../api/error.ts';
import type { Me } from '../api/types.ts';

export interface Credentials {
  tenantId?: string;
  username: string;
  password: string;
}

const ME = ['me'];

/**
 * The cookie is invisible to scripts. This mark says that there may be one, so that a first visit
 * asks nothing and no refused request appears.
 */
const mark = {
  exists: () => localStorage.getItem('atalaya.signedIn') !== null,
  set: () => localStorage.setItem('atalaya.signedIn', 'yes'),
  clear: () => localStorage.removeItem('atalaya.signedIn'),
};

/** Who is signed in: `null` for nobody. */
export function useSession() {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ME,
    queryFn: loadMe,
    staleTime: 60_000,
    refetchOnWindowFocus: true,
  });

  useEffect(
    () =>
      onSignedOut(() => {
        mark.clear();
        client.setQueryData(ME, null);
      }),
    [client],
  );

  return {
    query,
    async signIn(credentials: Credentials): Promise<Me> {
      const me = await bodyOf(api.POST('/api/v1/auth/login', { body: credentials }));
      mark.set();
      client.clear();
      client.setQueryData(ME, me);
      return me;
    },
    async signOut(): Promise<void> {
      await done(api.POST('/api/v1/auth/logout', {}));
      mark.clear();
      client.setQueryData(ME, null);
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
    },
  };
}

async function loadMe(): Promise<Me | null> {
  if (!mark.exists()) return null;
  try {
    return await bodyOf(api.GET('/api/v1/me', {}));
  } catch (error) {
    if (asApiError(error).status === 401) return null;
    throw error;
  }
}

const MeContext = createContext<Me | null>(null);

export const MeProvider = ({ me, children }: { me: Me; children: ReactNode }) => (
  <MeContext.Provider value={me}>{children}</MeContext.Provider>
);

/** The signed-in person; only below {@link MeProvider}. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === null) throw new Error('useMe needs a MeProvider above it');
  return me;
}
