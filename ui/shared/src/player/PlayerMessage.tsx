import { Button, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Camera } from '../api/types.ts';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { useWords } from '../i18n/words.ts';
import { LimitMessage } from './LimitMessage.tsx';
import classes from './LivePlayer.module.css';
import type { PlayerState } from './state.ts';

interface PlayerMessageProps {
  state: Exclude<PlayerState, { kind: 'live' }>;
  camera: Camera;
  /** The tenant to act in; for platform people. */
  actingIn?: string | undefined;
  /** Begins again; these sessions of one's own may end for it. */
  onStart: (terminate?: readonly string[]) => void;
}

/** What stands in for the picture: what is going on, why, and what one can do. */
export function PlayerMessage({ state, camera, actingIn, onStart }: PlayerMessageProps) {
  const { title, hint, busy, action } = useMessage(state, camera);
  // It stays while the next try is on its way: whoever reads it, or has its button, keeps it.
  if ('full' in state && state.full !== undefined) {
    const here = { cameraId: camera.cameraId, tenantId: actingIn };
    return <LimitMessage full={state.full} camera={here} onStart={onStart} />;
  }
  return (
    <div className={classes.message}>
      {busy && <Loader size="sm" color="white" aria-hidden="true" />}
      <div role="status">
        <div className={classes.messageTitle}>{title}</div>
        {hint !== undefined && <div className={classes.hint}>{hint}</div>}
      </div>
      {action !== undefined && (
        <Button size="xs" variant="white" color="dark" onClick={() => onStart()}>
          {action}
        </Button>
      )}
    </div>
  );
}

interface Message {
  title: string;
  hint?: ReactNode;
  busy?: boolean;
  action?: string;
}

function useMessage(state: PlayerMessageProps['state'], camera: Camera): Message {
  const words = useWords();
  const { t } = words;
  const { summary, reason, summarySince } = camera;
  const well = summary === 'online' || summary === 'pending';
  const why = well ? undefined : (
    <>
      {words.summary(summary)}: {words.reason(reason)}, <RelativeTime at={summarySince} />
    </>
  );
  switch (state.kind) {
    case 'paused':
      return { title: t('player.paused'), hint: t('player.pausedHint') };
    case 'connecting':
      return { title: t('player.connecting'), hint: why, busy: true };
    case 'reconnecting':
      return {
        title: t('player.reconnecting', { attempt: state.attempt }),
        hint: why,
        busy: true,
        action: t('player.tryNow'),
      };
    case 'offline':
      // Made a moment ago: that there is no picture yet is no news.
      if (summary === 'pending') return { title: t('player.connecting'), busy: true };
      return { title: t('player.offline'), hint: why, action: t('player.tryNow') };
    case 'limit':
      return { title: t('player.full.tenant.title') };
    case 'denied':
      return {
        title: t('player.denied'),
        hint: words.error(state.error),
        action: t('common.retry'),
      };
    case 'unsupported':
      return { title: t('player.unsupported') };
    case 'ended':
      return {
        title: t('player.endedWhy', { reason: words.endReason(state.reason) }),
        action: t('player.again'),
      };
  }
}
