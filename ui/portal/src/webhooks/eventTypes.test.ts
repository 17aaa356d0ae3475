import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { en } from '../i18n/en.ts';
import { EVENT_TYPES } from './eventTypes.ts';

const SOURCE = '../../../../api/src/main/java/io/atalaya/api/event/EventType.java';

test('the list is that of the platform, in its order, without what no tenant sees', () => {
  const java = readFileSync(join(import.meta.dirname, SOURCE), 'utf8');
  const code = java.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  const body = code.split('public enum EventType {')[1]?.split(';')[0] ?? '';
  const types = [...body.matchAll(/[A-Z][A-Z_]+/g)]
    .map(([name]) => name.toLowerCase().replace('_', '.'))
    .filter((type) => !type.startsWith('gateway.'));
  expect(types.length).toBeGreaterThan(10);
  expect(Object.values(EVENT_TYPES).flat()).toEqual(types);
});

test('each has words', () => {
  const words: Record<string, Record<string, string>> = en.eventType;
  for (const type of Object.values(EVENT_TYPES).flat()) {
    const [thing = '', what = ''] = type.split('.');
    expect(words[thing]?.[what], type).toBeTruthy();
  }
});
