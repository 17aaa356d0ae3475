import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { CameraRef } from '../api/types.ts';
import { useWords } from '../i18n/words.ts';
import { FrameClock } from './FrameClock.tsx';
import classes from './LivePlayer.module.css';
import { PlayerControls } from './PlayerControls.tsx';
import { PlayerMessage } from './PlayerMessage.tsx';
import { useInView } from './useInView.ts';
import { usePlayer } from './usePlayer.ts';

interface LivePlayerProps {
  camera: CameraRef;
  name: string;
  /** Unique among the players of a page. */
  tile: string;
  /** The camera's summary and reason, to say why there is no picture. */
  summary?: string | undefined;
  reason?: string | undefined;
  /** What the name links to on a wall. */
  heading?: React.ReactNode;
}

/**
 * One live camera with everything around it. For tests: `data-state` is the player's state,
 * `data-frames` counts the frames really shown.
 */
export function LivePlayer({ camera, name, tile, summary, reason, heading }: LivePlayerProps) {
  const { t } = useWords();
  const box = useRef<HTMLElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const frames = useRef(0);
  const active = useInView(box);
  const [muted, setMuted] = useState(true);
  const player = usePlayer(video, {
    camera,
    tile,
    active,
    onFrame: () => {
      frames.current += 1;
      if (box.current !== null) box.current.dataset.frames = String(frames.current);
    },
  });
  useFreshUsage(player.state.kind);
  const state = active ? player.state : ({ kind: 'paused' } as const);
  const live = state.kind === 'live';
  return (
    <section
      ref={box}
      className={classes.tile}
      aria-label={t('player.label', { name })}
      data-camera={camera.cameraId}
      data-state={state.kind}
      data-frames="0"
    >
      <video ref={video} className={classes.video} muted={muted} autoPlay playsInline />
      <div className={classes.top}>
        <span className={classes.name}>{heading ?? name}</span>
        <FrameClock frames={frames} engine={player.engine} live={live} />
      </div>
      {!live && (
        <PlayerMessage state={state} summary={summary} reason={reason} onStart={player.start} />
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

/** A stream that starts or stops changes the count of streams: it is asked anew at once. */
function useFreshUsage(state: string): void {
  const client = useQueryClient();
  useEffect(() => {
    if (state !== 'connecting') void client.invalidateQueries({ queryKey: ['usage'] });
  }, [state, client]);
}
