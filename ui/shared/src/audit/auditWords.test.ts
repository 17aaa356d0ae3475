import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { en } from '../i18n/en.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const words: Record<string, Record<string, string>> = en.auditAction;

test('every action of the reference has words, and no other', () => {
  const reference = readFileSync(join(ROOT, 'docs/ref/audit.md'), 'utf8');
  const rows = reference.split('\n').filter((line) => line.startsWith('| `'));
  const actions = rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([a-z_]+\.[a-z_]+)`/g)].map(([, action]) => action),
  );
  expect(actions.length).toBeGreaterThan(40);
  const known = Object.entries(words).flatMap(([thing, whats]) =>
    Object.keys(whats).map((what) => `${thing}.${what}`),
  );
  expect([...known].sort()).toEqual([...actions].sort());
});

test('every thing that the audit tells of has a name', () => {
  expect(Object.keys(en.auditThing)).toEqual(Object.keys(en.auditAction));
});
