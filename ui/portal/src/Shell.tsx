import { AccountMenu, Brand, Guard, LiveMark, ToSignIn, useMe, useWords } from '@atalaya/shared';
import { IconDeviceCctv, IconHistory, IconLayoutGrid, IconWebhook } from '@tabler/icons-react';
import { Link, Outlet } from '@tanstack/react-router';
import classes from './Shell.module.css';
import { UsageChip } from './UsageChip.tsx';

/** Each for whoever may see what is on it. */
const PAGES = [
  { to: '/cameras', key: 'cameras', needs: 'camera_read', Icon: IconDeviceCctv },
  { to: '/wall', key: 'wall', needs: 'camera_read', Icon: IconLayoutGrid },
  { to: '/webhooks', key: 'webhooks', needs: 'webhook_read', Icon: IconWebhook },
  { to: '/audit', key: 'audit', needs: 'audit_read', Icon: IconHistory },
] as const;

/** The frame of every page of a signed-in person. */
export function Shell() {
  const { t } = useWords();
  return (
    <Guard
      allows={(me) => me.tenantId !== undefined && me.tenantId !== null}
      otherwise={
        <>
          {t('portal.platformPeople')}{' '}
          <a className="link" href="/admin/">
            {t('portal.toAdmin')}
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
  const me = useMe();
  return (
    <div className={classes.frame}>
      <a className="skip-link" href="#content">
        {t('common.skip')}
      </a>
      <header className={classes.header}>
        <Link to="/cameras" className={classes.brand}>
          <Brand note={me.tenantName ?? me.tenantId} />
        </Link>
        <nav className={classes.nav} aria-label={t('common.navigation')}>
          {PAGES.filter(({ needs }) => me.permissions.includes(needs)).map(({ to, key, Icon }) => (
            <Link key={key} to={to} className={classes.link}>
              <Icon size={20} aria-hidden="true" />
              {t(`portal.nav.${key}`)}
            </Link>
          ))}
        </nav>
        <div className={classes.end}>
          <LiveMark />
          <UsageChip />
          <AccountMenu />
        </div>
      </header>
      <main id="content" className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
