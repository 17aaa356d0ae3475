import { describe, expect, test } from 'vitest';
import { auditFilter, auditSearch } from './auditSearch.ts';

test('an address keeps what means something, and nothing else', () => {
  const meant = {
    thing: 'camera',
    outcome: 'denied',
    by: 'api_key',
    subject: 'camera/lobby',
    tenant: 'acme',
    from: '2026-02-28',
    to: '2026-03-01',
  };
  expect(auditSearch({ ...meant, page: 7 })).toEqual(meant);
  expect(
    auditSearch({
      thing: 'toaster',
      outcome: 'maybe',
      by: 3,
      subject: '',
      from: '2026-02-30',
      to: 'yesterday',
    }),
  ).toEqual({});
});

describe('days are those of the reader, and both belong to it', () => {
  test.each([
    ['2026-02-28', '2026-02-28', 24],
    ['2026-12-31', '2027-01-01', 48],
  ])('%s to %s', (from, to, hours) => {
    const filter = auditFilter({ from, to });
    const begin = new Date(filter.from ?? '');
    expect([begin.getHours(), begin.getMinutes()]).toEqual([0, 0]);
    expect(begin.getDate()).toBe(Number(from.slice(-2)));
    expect((Date.parse(filter.to ?? '') - begin.getTime()) / 3_600_000).toBe(hours);
  });

  test('one end alone leaves the other open', () => {
    expect(Object.keys(auditFilter({ from: '2026-02-28' }))).toEqual(['from']);
    expect(Object.keys(auditFilter({ to: '2026-02-28' }))).toEqual(['to']);
  });
});

test('the API is asked in its own words; the tenant is not a filter of it', () => {
  const search = {
    thing: 'camera',
    outcome: 'done',
    by: 'user',
    subject: 'camera/a',
    tenant: 'x',
  } as const;
  expect(auditFilter(search)).toEqual({
    action: 'camera',
    outcome: 'done',
    actorKind: 'user',
    subject: 'camera/a',
  });
});
