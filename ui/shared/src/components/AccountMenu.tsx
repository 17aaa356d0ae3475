import { Menu, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconLogout } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useMe, useSession } from '../auth/session.tsx';
import { chooseLanguage, LANGUAGES } from '../i18n/setup.ts';
import { useWords } from '../i18n/words.ts';
import classes from './AccountMenu.module.css';
import { useAct } from './useAct.ts';

/** Who is signed in, language, appearance, sign out. */
export function AccountMenu() {
  const me = useMe();
  const words = useWords();
  const { t } = words;
  const session = useSession();
  const navigate = useNavigate();
  const signOut = useAct(async () => {
    await session.signOut();
    await navigate({ to: '/sign-in' as string });
  });
  const name = me.displayName || me.username;
  return (
    <Menu position="bottom-end" width={250} shadow="md">
      <Menu.Target>
        <UnstyledButton aria-label={t('account.menu', { name })}>
          <span className={classes.initials} data-initials={initials(name)} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div style={{ padding: '6px 12px' }}>
          <Text fz="xs" c="dimmed">
            {t('account.signedInAs')}
          </Text>
          <Text fw={600} truncate>
            {name}
          </Text>
          <Text fz="sm" c="dimmed" truncate>
            {words.role(me.role)}
          </Text>
        </div>
        <Menu.Divider />
        <LanguageItems />
        <Menu.Divider />
        <SchemeItems />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate(undefined)}>
          {t('account.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function LanguageItems() {
  const { t, i18n } = useWords();
  return (
    <>
      <Menu.Label>{t('language.label')}</Menu.Label>
      {LANGUAGES.map((language) => (
        <Menu.Item
          key={language}
          lang={language}
          leftSection={<Tick on={i18n.language === language} />}
          onClick={() => chooseLanguage(language)}
        >
          {t(`language.${language}`)}
        </Menu.Item>
      ))}
    </>
  );
}

const SCHEMES = ['light', 'dark', 'auto'] as const;

function SchemeItems() {
  const { t } = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Menu.Label>{t('theme.label')}</Menu.Label>
      {SCHEMES.map((scheme) => (
        <Menu.Item
          key={scheme}
          leftSection={<Tick on={colorScheme === scheme} />}
          onClick={() => setColorScheme(scheme)}
        >
          {t(`theme.${scheme}`)}
        </Menu.Item>
      ))}
    </>
  );
}

const Tick = ({ on }: { on: boolean }) => (
  <IconCheck size={16} style={{ visibility: on ? 'visible' : 'hidden' }} aria-hidden="true" />
);

function initials(name: string): string {
  const [first = '', second = ''] = name.split(/[\s._-]+/);
  return (first.slice(0, 1) + second.slice(0, 1)).toUpperCase();
}
