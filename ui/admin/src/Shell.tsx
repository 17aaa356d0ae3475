import { AccountMenu, Brand, Guard, LiveMark, ToSignIn, useWords } from '@atalaya/shared';
import { AppShell, Burger, Group, NavLink } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconBuilding,
  IconDeviceCctv,
  IconEye,
  IconHistory,
  IconLayoutDashboard,
  IconServer2,
} from '@tabler/icons-react';
import { Link, Outlet } from '@tanstack/react-router';
import classes from './Shell.module.css';

const PAGES = [
  { to: '/', key: 'overview', Icon: IconLayoutDashboard },
  { to: '/tenants', key: 'tenants', Icon: IconBuilding },
  { to: '/cameras', key: 'cameras', Icon: IconDeviceCctv },
  { to: '/sessions', key: 'sessions', Icon: IconEye },
  { to: '/gateways', key: 'gateways', Icon: IconServer2 },
  { to: '/audit', key: 'audit', Icon: IconHistory },
] as const;

/** The frame of every page of a signed-in operator. */
export function Shell() {
  const { t } = useWords();
  return (
    <Guard
      allows={(me) => me.role.startsWith('platform_')}
      otherwise={
        <>
          {t('admin.tenantPeople')}{' '}
          <a className="link" href="/portal/">
            {t('admin.toPortal')}
          </a>
        </>
      }
      signedOut={<ToSignIn />}
    >
      <Frame />
    </Guard>
  );
}

function Frame() {
  const { t } = useWords();
  const [opened, { toggle, close }] = useDisclosure();
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'sm', sm: 'lg' }}
      className={classes.frame ?? ''}
    >
      <a className="skip-link" href="#content">
        {t('common.skip')}
      </a>
      <AppShell.Header className={classes.bar ?? ''}>
        <Group h="100%" px="md" wrap="nowrap">
          <Burger
            opened={opened}
            onClick={toggle}
            hiddenFrom="sm"
            size="sm"
            aria-label={t(opened ? 'common.closeMenu' : 'common.openMenu')}
          />
          <Link to="/" className={classes.brand}>
            <Brand note={t('admin.heading')} />
          </Link>
          <Group ml="auto" gap="md" wrap="nowrap">
            <LiveMark />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" className={classes.bar ?? ''} aria-label={t('common.navigation')}>
        {PAGES.map(({ to, key, Icon }) => (
          <NavLink
            key={key}
            renderRoot={(props) => (
              <Link to={to} activeOptions={{ exact: to === '/' }} {...props} onClick={close} />
            )}
            className={classes.link ?? ''}
            label={t(`admin.nav.${key}`)}
            leftSection={<Icon size={20} aria-hidden="true" />}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={classes.main ?? ''}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
