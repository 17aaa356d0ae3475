import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { CameraRef } from '../api/types.ts';
import { admissionFor } from './admission.ts';
import { PlayerController } from './controller.ts';
import { startHls } from './engine.ts';
import type { PlayerState } from './state.ts';

interface PlayerOptions {
  camera: CameraRef;
  /** Tells tiles of one tab apart that show the same camera. */
  tile: string;
  /** False: out of view. The slot is given back until it is true again. */
  active: boolean;
  onFrame: () => void;
}

/** Plays while the component is mounted, active, and the page is there. */
export function usePlayer(
  video: RefObject<HTMLVideoElement | null>,
  { camera: { cameraId, tenantId }, tile, active, onFrame }: PlayerOptions,
) {
  const [state, setState] = useState<PlayerState>({ kind: 'paused' });
  const controller = useRef<PlayerController | null>(null);
  const frame = useRef(onFrame);
  frame.current = onFrame;

  useEffect(() => {
    const element = video.current;
    if (element === null || !active) return undefined;
    const player = new PlayerController(
      element,
      admissionFor({ cameraId, tenantId }, tile),
      startHls,
      setState,
    );
    controller.current = player;
    const stopFrames = onEveryFrame(element, () => {
      player.frame();
      frame.current();
    });
    const leave = () => player.leave();
    const comeBack = (event: PageTransitionEvent) => {
      if (event.persisted) player.start();
    };
    window.addEventListener('pagehide', leave);
    window.addEventListener('pageshow', comeBack);
    player.start();
    return () => {
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('pageshow', comeBack);
      stopFrames();
      player.stop();
      controller.current = null;
    };
  }, [video, cameraId, tenantId, tile, active]);

  return useMemo(
    () => ({
      state,
      start: (terminate: readonly string[] = []) => controller.current?.start(terminate),
      engine: () => controller.current?.engine ?? null,
    }),
    [state],
  );
}

/** Calls back once per frame really shown, until the returned function is called. */
function onEveryFrame(video: HTMLVideoElement, callback: () => void): () => void {
  let handle = 0;
  const shown = () => {
    callback();
    handle = video.requestVideoFrameCallback(shown);
  };
  handle = video.requestVideoFrameCallback(shown);
  return () => video.cancelVideoFrameCallback(handle);
}
