import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Camera } from '../api/types.ts';
import { useWords } from '../i18n/words.ts';
import { FrameClock } from './FrameClock.tsx';
import classes from './LivePlayer.module.css';
import { PlayerControls } from './PlayerControls.tsx';
import { PlayerMessage } from './PlayerMessage.tsx';
import type { PlayerState } from './state.ts';
import { useInView } from './useInView.ts';
import { usePlayer } from './usePlayer.ts';
import { isDark } from './worthTrying.ts';

interface LivePlayerProps {
  camera: Camera;
  /** The tenant to act in; for platform people. */
  actingIn?: string;
  /** Unique among the players of a page. */
  tile: string;
  /** In place of the plain name, e.g. a link. */
  heading?: React.ReactNode;
}

const PAUSED: PlayerState = { kind: 'paused' };
const OFFLINE: PlayerState = { kind: 'offline', attempt: 0, delayMillis: 0 };

/**
 * One live camera with everything around it. For tests: `data-state` is the player's state,
 * `data-frames` counts the frames really shown.
 */
export function LivePlayer({ camera, actingIn, tile, heading }: LivePlayerProps) {
  const { t } = useWords();
  const { cameraId, name } = camera;
  const box = useRef<HTMLElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const frames = useRef(0);
  const inView = useInView(box);
  const trial = useTrial(camera);
  const [muted, setMuted] = useState(true);
  const player = usePlayer(video, {
    camera: { cameraId, tenantId: actingIn },
    tile,
    active: inView && trial.worth,
    onFrame: () => {
      frames.current += 1;
      if (box.current !== null) box.current.dataset.frames = String(frames.current);
    },
  });
  useFreshUsage(player.state.kind);
  const state = !inView ? PAUSED : trial.worth ? player.state : OFFLINE;
  const live = state.kind === 'live';
  return (
    <section
      ref={box}
      className={classes.tile}
      aria-label={t('player.label', { name })}
      data-camera={cameraId}
      data-state={state.kind}
      data-frames="0"
    >
      <video ref={video} className={classes.video} muted={muted} autoPlay playsInline />
      <div className={classes.top}>
        <span className={classes.name}>{heading ?? name}</span>
        <FrameClock frames={frames} engine={player.engine} live={live} />
      </div>
      {state.kind !== 'live' && (
        <PlayerMessage
          state={state}
          camera={camera}
          actingIn={actingIn}
          onStart={trial.worth ? player.start : trial.insist}
        />
      )}
      <PlayerControls
        box={box}
        video={video}
        name={name}
        live={live}
        muted={muted}
        onMuted={setMuted}
      />
    </section>
  );
}

/**
 * A camera known to be dark gets no session: it would only take a slot from one that works. It
 * starts by itself when its health says so, and at once when the viewer insists.
 */
function useTrial(camera: Camera) {
  const [insisted, setInsisted] = useState(false);
  const dark = isDark(camera);
  useEffect(() => {
    if (!dark) setInsisted(false);
  }, [dark]);
  return { worth: !dark || insisted, insist: () => setInsisted(true) };
}

/** A stream that starts or stops changes the count of streams: it is asked anew at once. */
function useFreshUsage(state: string): void {
  const client = useQueryClient();
  useEffect(() => {
    if (state !== 'connecting') void client.invalidateQueries({ queryKey: ['usage'] });
  }, [state, client]);
}
