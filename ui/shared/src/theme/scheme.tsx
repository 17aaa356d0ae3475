import {
  type CSSVariablesResolver,
  localStorageColorSchemeManager,
  MantineProvider,
} from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { theme } from './theme.ts';

const manager = localStorageColorSchemeManager({ key: 'atalaya.theme' });
/** Mantine's own grey for secondary text is too pale for WCAG AA on our ground. */
const variables: CSSVariablesResolver = () => {
  const ours = {
    '--mantine-color-body': 'var(--ground)',
    '--mantine-color-dimmed': 'var(--muted)',
    '--mantine-color-placeholder': 'var(--muted)',
  };
  const light = { ...ours, '--mantine-color-error': 'var(--mantine-color-red-9)' };
  const dark = { ...ours, '--mantine-color-error': 'var(--mantine-color-red-4)' };
  return { variables: {}, light, dark };
};

const ForceDark = createContext<(dark: boolean) => void>(() => undefined);

export function ThemeProvider({ children }: { children: ReactNode }) {
  const [dark, setDark] = useState(false);
  return (
    <ForceDark.Provider value={setDark}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        defaultColorScheme="auto"
        colorSchemeManager={manager}
        {...(dark ? { forceColorScheme: 'dark' as const } : {})}
      >
        <Notifications position="bottom-right" />
        {children}
      </MantineProvider>
    </ForceDark.Provider>
  );
}

/** Keeps everything dark while the calling page is shown: a wall of pictures wants no glare. */
export function useDarkRoom(): void {
  const setDark = useContext(ForceDark);
  useEffect(() => {
    setDark(true);
    return () => setDark(false);
  }, [setDark]);
}
