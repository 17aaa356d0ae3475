import type { ReactNode } from 'react';
import classes from './Health.module.css';

interface CameraColumnsProps {
  picture: ReactNode;
  side: ReactNode;
  children: ReactNode;
}

/** A camera's page: the picture, how it is beside it, and all the rest below. */
export const CameraColumns = ({ picture, side, children }: CameraColumnsProps) => (
  <div className={classes.page}>
    <div>{picture}</div>
    <div className={classes.side}>{side}</div>
    <div className={classes.rest}>{children}</div>
  </div>
);
