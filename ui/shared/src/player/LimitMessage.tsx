import { Button } from '@mantine/core';
import { useCameras } from '../api/queries.ts';
import type { CameraRef } from '../api/types.ts';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { useWords } from '../i18n/words.ts';
import type { Limit, OwnSession } from './failure.ts';
import classes from './LivePlayer.module.css';

interface LimitMessageProps {
  full: Limit;
  camera: CameraRef;
  /** Ends these sessions, if that makes room, and plays. */
  onStart: (terminate: readonly string[]) => void;
}

/** What is full, and what of one's own one can give up for this picture. */
export function LimitMessage({ full, camera, onStart }: LimitMessageProps) {
  const { t } = useWords();
  const { scope, inUse, limit, own } = full;
  const { items } = useCameras(camera.tenantId);
  const nameOf = (id: string) => items.find(({ cameraId }) => cameraId === id)?.name ?? id;
  return (
    <div className={classes.message} data-limit={scope}>
      <div role="status">
        <div className={classes.messageTitle}>{t(`player.full.${scope}.title`)}</div>
        <div className={classes.hint}>
          {t(`player.full.${scope}.hint`, { inUse, limit })}{' '}
          {t(own.length === 0 ? 'player.full.wait' : 'player.full.choose')}
        </div>
      </div>
      {own.length > 0 && (
        <ul className={classes.own} aria-label={t('player.full.own')}>
          {own.map((session) => (
            <Own
              key={session.sessionId}
              session={session}
              name={nameOf(session.cameraId)}
              onStop={() => onStart([session.sessionId])}
            />
          ))}
        </ul>
      )}
      <Button
        size="xs"
        variant={own.length === 0 ? 'white' : 'transparent'}
        color={own.length === 0 ? 'dark' : 'white'}
        onClick={() => onStart([])}
      >
        {t('player.tryNow')}
      </Button>
    </div>
  );
}

interface OwnProps {
  session: OwnSession;
  name: string;
  onStop: () => void;
}

function Own({ session: { since }, name, onStop }: OwnProps) {
  const { t } = useWords();
  return (
    <li>
      <span className={classes.ownName}>
        {name} · <RelativeTime at={since} />
      </span>
      <Button
        size="compact-sm"
        variant="white"
        color="dark"
        aria-label={t('player.full.stopNamed', { name })}
        onClick={onStop}
      >
        {t('player.full.stop')}
      </Button>
    </li>
  );
}
