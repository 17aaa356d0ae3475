import { AccountMenu, Brand, Guard, LiveMark, ToSignIn, useMe, useWords } from '@atalaya/shared';
import { IconDeviceCctv, IconLayoutGrid } from '@tabler/icons-react';
import { Link, Outlet } from '@tanstack/react-router';
import classes from './Shell.module.css';
import { UsageChip } from './UsageChip.tsx';

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
          <Link to="/cameras" className={classes.link}>
            <IconDeviceCctv size={20} aria-hidden="true" />
            {t('portal.nav.cameras')}
          </Link>
          <Link to="/wall" className={classes.link}>
            <IconLayoutGrid size={20} aria-hidden="true" />
            {t('portal.nav.wall')}
          </Link>
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
