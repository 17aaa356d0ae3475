import { ActionIcon, Tooltip } from '@mantine/core';
import {
  IconArrowsMaximize,
  IconArrowsMinimize,
  IconCamera,
  IconPictureInPicture,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react';
import { type ReactNode, type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './LivePlayer.module.css';
import { saveSnapshot } from './snapshot.ts';

interface PlayerControlsProps {
  box: RefObject<HTMLElement | null>;
  video: RefObject<HTMLVideoElement | null>;
  name: string;
  live: boolean;
  muted: boolean;
  onMuted: (muted: boolean) => void;
}

export function PlayerControls({ box, video, name, live, muted, onMuted }: PlayerControlsProps) {
  const { t } = useTranslation();
  const fullScreen = useFullScreen(box);
  return (
    <div className={classes.controls}>
      <Control
        label={t(muted ? 'player.unmute' : 'player.mute')}
        disabled={!live}
        onClick={() => onMuted(!muted)}
      >
        {muted ? <IconVolumeOff size={18} /> : <IconVolume size={18} />}
      </Control>
      <Control
        label={t('player.snapshot')}
        disabled={!live}
        onClick={() => video.current !== null && void saveSnapshot(video.current, name)}
      >
        <IconCamera size={18} />
      </Control>
      {document.pictureInPictureEnabled && (
        <Control
          label={t('player.pip')}
          disabled={!live}
          onClick={() => togglePicture(video.current)}
        >
          <IconPictureInPicture size={18} />
        </Control>
      )}
      <Control
        label={t(fullScreen.on ? 'player.leaveFullScreen' : 'player.fullScreen')}
        onClick={fullScreen.toggle}
      >
        {fullScreen.on ? <IconArrowsMinimize size={18} /> : <IconArrowsMaximize size={18} />}
      </Control>
    </div>
  );
}

interface ControlProps {
  label: string;
  disabled?: boolean;
  onClick: () => void;
  children: ReactNode;
}

const Control = ({ label, disabled = false, onClick, children }: ControlProps) => (
  <Tooltip label={label} withinPortal={false} openDelay={400}>
    <ActionIcon
      className={classes.control}
      variant="transparent"
      size={34}
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  </Tooltip>
);

/** A browser may refuse (no gesture, no picture yet): then nothing changes, and nothing breaks. */
const refused = (error: unknown) => console.warn('the browser refused', error);

function togglePicture(video: HTMLVideoElement | null): void {
  if (document.pictureInPictureElement !== null) {
    document.exitPictureInPicture().catch(refused);
  } else video?.requestPictureInPicture().catch(refused);
}

function useFullScreen(box: RefObject<HTMLElement | null>) {
  const [on, setOn] = useState(false);
  useEffect(() => {
    const changed = () => setOn(document.fullscreenElement === box.current);
    document.addEventListener('fullscreenchange', changed);
    return () => document.removeEventListener('fullscreenchange', changed);
  }, [box]);
  return {
    on,
    toggle: () => {
      if (on) document.exitFullscreen().catch(refused);
      else box.current?.requestFullscreen().catch(refused);
    },
  };
}
