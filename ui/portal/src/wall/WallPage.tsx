import {
  type Camera,
  ListView,
  LivePlayer,
  Notice,
  useCameras,
  useDarkRoom,
  useTitle,
  useWords,
} from '@atalaya/shared';
import { IconDeviceCctvOff } from '@tabler/icons-react';
import { Link, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { type Layout, wallPage } from './search.ts';
import { WallBar } from './WallBar.tsx';
import classes from './WallPage.module.css';

/** Many cameras at once. Everything chosen here is in the address, so a wall can be bookmarked. */
export function WallPage() {
  const { t } = useWords();
  useDarkRoom();
  useTitle(t('wall.title'));
  const search = useSearch({ from: '/shell/wall' });
  const list = useCameras();
  const wall = useRef<HTMLDivElement>(null);
  const { tiles, page, pages } = wallPage(list.items, search);
  return (
    <div ref={wall} className={classes.wall} data-wide>
      <h1 className={classes.title}>{t('wall.title')}</h1>
      <WallBar cameras={list.items} page={page} pages={pages} wall={wall} />
      <ListView
        list={list}
        shown={tiles.filter((camera) => camera !== undefined)}
        skeletonHeight={200}
        empty={<Notice icon={<IconDeviceCctvOff size={36} />} title={t('wall.none')} />}
      >
        <Grid tiles={tiles} layout={search.layout ?? 4} />
      </ListView>
    </div>
  );
}

function Grid({ tiles, layout }: { tiles: readonly (Camera | undefined)[]; layout: Layout }) {
  const { t } = useWords();
  return (
    <div className={classes.grid} data-layout={layout}>
      {tiles.map((camera, index) =>
        camera === undefined ? (
          <div key={`free-${index.toString()}`} className={classes.free}>
            {t('wall.empty')}
          </div>
        ) : (
          <LivePlayer
            key={camera.cameraId}
            camera={camera}
            tile="wall"
            heading={
              <Link
                to="/cameras/$cameraId"
                params={{ cameraId: camera.cameraId }}
                className="quiet"
              >
                {camera.name}
              </Link>
            }
          />
        ),
      )}
    </div>
  );
}
