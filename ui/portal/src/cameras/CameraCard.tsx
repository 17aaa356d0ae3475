import { type Camera, RelativeTime, SummaryBadge, useWords } from '@atalaya/shared';
import { Link } from '@tanstack/react-router';
import classes from './CameraCard.module.css';

/** One camera of the list: name, state, why, since when. The whole card leads to its page. */
export function CameraCard({ camera }: { camera: Camera }) {
  const words = useWords();
  const { cameraId, name, summary, reason, summarySince } = camera;
  const why = summary === 'online' || !reason ? null : words.reason(reason);
  return (
    <li className={classes.card} data-camera={cameraId} data-state={summary}>
      <div className={classes.head}>
        <Link to="/cameras/$cameraId" params={{ cameraId }} className={classes.name}>
          {name}
        </Link>
        <SummaryBadge summary={summary} />
      </div>
      <div className={classes.why}>{why ?? words.story(summary).split('. ')[0]}</div>
      <div className={classes.foot}>
        <code>{cameraId}</code>
        <RelativeTime at={summarySince} />
      </div>
    </li>
  );
}
