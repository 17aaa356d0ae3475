import { type InfiniteData, QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import type { Camera, Page } from '../api/types.ts';
import { heard } from './cache.ts';

const camera = (tenantId: string, cameraId: string) =>
  ({
    tenantId,
    cameraId,
    name: cameraId,
    summary: 'online',
    reason: 'media_flowing',
    summarySince: '2026-01-01T00:00:00Z',
  }) as Camera;

function filled() {
  const client = new QueryClient();
  const list: InfiniteData<Page<Camera>> = {
    pages: [
      { items: [camera('acme', 'lobby')] },
      { items: [camera('acme', 'door'), camera('globex', 'lobby')] },
    ],
    pageParams: [undefined, 'x'],
  };
  client.setQueryData(['cameras', null], list);
  client.setQueryData(['camera', null, 'lobby'], camera('acme', 'lobby'));
  const stale: string[] = [];
  const refresh = (key: readonly unknown[]) => stale.push(key.join('/'));
  const items = () =>
    client
      .getQueryData<InfiniteData<Page<Camera>>>(['cameras', null])
      ?.pages.flatMap((page) => page.items) ?? [];
  return { client, refresh, stale, items };
}

const moved = (type: string) => ({
  type,
  tenantId: 'acme',
  data: { cameraId: 'lobby', reason: 'unreachable', message: 'm', since: '2026-01-02T00:00:00Z' },
});

test('a health that moved is written into what is shown, of that camera alone', () => {
  const { client, refresh, stale, items } = filled();
  heard(client, moved('camera.offline'), refresh);
  const changed = { summary: 'offline', reason: 'unreachable' };
  expect(items()[0]).toMatchObject({ ...changed, summarySince: '2026-01-02T00:00:00Z' });
  expect(items()[1]).toMatchObject({ summary: 'online' });
  expect(items()[2]).toMatchObject({ tenantId: 'globex', summary: 'online' });
  expect(client.getQueryData(['camera', null, 'lobby'])).toMatchObject(changed);
  expect(stale).toEqual(['health', 'history', 'overview', 'lately']);
});

test('a camera that is gone leaves the lists at once', () => {
  const { client, refresh, stale, items } = filled();
  heard(client, { type: 'camera.deleted', tenantId: 'acme', data: { cameraId: 'lobby' } }, refresh);
  expect(items().map(({ tenantId, cameraId }) => `${tenantId}/${cameraId}`)).toEqual([
    'acme/door',
    'globex/lobby',
  ]);
  expect(client.getQueryData(['camera', null, 'lobby'])).toBeUndefined();
  expect(stale).toEqual(['cameras', 'camera', 'usage', 'tenants', 'overview', 'lately']);
});

test.each([
  ['camera.created', 'cameras camera health overview lately usage tenants'],
  ['camera.updated', 'cameras camera health overview lately usage tenants'],
  ['camera.flapping', 'health history lately'],
  ['session.started', 'sessions usage overview lately'],
  ['session.ended', 'sessions usage overview lately'],
  ['tenant.suspended', 'tenants tenant cameras sessions'],
  ['webhook.disabled', 'webhooks'],
  ['gateway.unavailable', 'gateways cameras'],
  ['something.new', ''],
])('after %s is loaded anew: %s', (type, expected) => {
  const { client, refresh, stale } = filled();
  heard(client, { type, tenantId: 'acme', data: { cameraId: 'lobby' } }, refresh);
  expect(stale.join(' ')).toBe(expected);
});
