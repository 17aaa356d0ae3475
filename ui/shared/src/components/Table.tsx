import type { ReactNode } from 'react';
import classes from './Table.module.css';

export interface Column<T> {
  key: string;
  title: string;
  cell: (row: T) => ReactNode;
  /** Left out on phones, where rows are cards. */
  minor?: boolean;
  /** Buttons at the end of the row: their title is for screen readers only. */
  acts?: boolean;
}

interface TableProps<T> {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  /** Inside of a panel, which already has a frame. */
  plain?: boolean;
}

/** A real table on wide screens, the same rows as cards on narrow ones. */
export function Table<T>({ label, columns, rows, rowKey, plain = false }: TableProps<T>) {
  return (
    <div className={classes.box} data-plain={plain}>
      {/* The roles are said out loud, because display: block on phones takes them away. */}
      {/* biome-ignore-start lint/a11y/noRedundantRoles: see above */}
      <table className={classes.table} aria-label={label} role="table">
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ key, title, minor, acts }) => (
              <th key={key} scope="col" role="columnheader" data-minor={minor}>
                <span className={acts ? classes.hidden : ''}>{title}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={rowKey(row)} data-row={rowKey(row)} role="row">
              {columns.map(({ key, title, cell, minor, acts }) => (
                <td
                  key={key}
                  role="cell"
                  data-title={acts ? '' : title}
                  data-minor={minor}
                  data-acts={acts}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {/* biome-ignore-end lint/a11y/noRedundantRoles: see above */}
    </div>
  );
}
