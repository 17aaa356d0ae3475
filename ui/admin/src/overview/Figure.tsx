import { asApiError, useWords } from '@atalaya/shared';
import { Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import classes from './Overview.module.css';

interface FigureProps {
  /** For tests. */
  name: string;
  label: string;
  to: '/tenants' | '/cameras' | '/sessions' | '/gateways';
  /** The list's filter. */
  search?: { state: string };
  /** Undefined: not known yet. */
  value: string | number | undefined;
  note?: string | undefined;
  error: unknown;
}

/** One large number and the list behind it. */
export function Figure({ name, label, to, search, value, note, error }: FigureProps) {
  const words = useWords();
  const failed = value === undefined && error !== null;
  return (
    <div className={classes.figure} data-figure={name}>
      <Link to={to} {...(search === undefined ? {} : { search })} className={classes.label}>
        {label}
      </Link>
      {value !== undefined ? (
        <span className={classes.value}>{value}</span>
      ) : failed ? (
        <span role="alert">⚠ {words.error(asApiError(error))}</span>
      ) : (
        <Skeleton height={36} width={72} my={4} />
      )}
      <span className={classes.note}>{value === undefined ? ' ' : note || ' '}</span>
    </div>
  );
}
