import { expect, test } from 'vitest';
import { changedSearch } from './changedSearch.ts';

test('a filter that is cleared leaves the address, and the others stay', () => {
  const old: { q?: string; state?: string } = { q: 'lobby', state: 'online' };
  expect(changedSearch(old, { state: 'offline' })).toEqual({ q: 'lobby', state: 'offline' });
  expect(changedSearch(old, { state: '' })).toEqual({ q: 'lobby' });
});
