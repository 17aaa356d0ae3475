import { expect, test, vi } from 'vitest';
import { Admission, admissionFor } from './admission.ts';
import { clientInstanceId } from './instance.ts';

function admission() {
  const log: string[] = [];
  const waiting: (() => void)[] = [];
  const slow = (entry: string) =>
    new Promise<void>((done) => {
      log.push(entry);
      waiting.push(done);
    });
  const under = new Admission({
    async request() {
      await slow('request');
      return { sessionId: 's1', playbackUrl: '/' };
    },
    end: (id) => slow(`end ${id}`),
    goodBye: (id) => log.push(`good-bye ${id}`),
  });
  const answer = async () => {
    waiting.shift()?.();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return { log, under, answer };
}

test('a new request waits until the end before it is answered', async () => {
  const { log, under, answer } = admission();
  void under.end('s0');
  void under.request();
  await answer();
  expect(log).toEqual(['request']);
});

test('an end that is already on its way is waited for', async () => {
  const { log, under, answer } = admission();
  void under.end('s0');
  await Promise.resolve();
  await Promise.resolve();
  void under.request();
  expect(log).toEqual(['end s0']);
  await answer();
  expect(log).toEqual(['end s0', 'request']);
});

test('an end is left out when a newer request goes on in the same session', async () => {
  const { log, under, answer } = admission();
  void under.request();
  await Promise.resolve();
  void under.end('s1');
  void under.request();
  await answer();
  expect(log).toEqual(['request', 'request']);
});

test('a page that goes away says good-bye at once, whatever is still to be answered', async () => {
  const { log, under } = admission();
  void under.request();
  await Promise.resolve();
  under.leave('s1');
  expect(log).toEqual(['request', 'good-bye s1']);
});

test('the good-bye is a beacon with cookie, JSON and the tenant acted in', async () => {
  const beacon = vi.fn((_url: string, _body: Blob) => true);
  vi.stubGlobal('navigator', { sendBeacon: beacon });
  admissionFor({ cameraId: 'lobby', tenantId: 'acme' }, 'wall').leave('s1');
  admissionFor({ cameraId: 'lobby' }, 'wall').leave('s2');
  vi.unstubAllGlobals();
  expect(beacon.mock.calls.map(([url]) => url)).toEqual([
    '/api/v1/sessions/s1/end?tenantId=acme',
    '/api/v1/sessions/s2/end',
  ]);
  expect(beacon.mock.calls[0]?.[1].type).toBe('application/json');
  expect(await beacon.mock.calls[0]?.[1].text()).toBe('{}');
});

test('an end that fails is not an error of the page', async () => {
  const under = new Admission({
    request: async () => ({ sessionId: 's1', playbackUrl: '/' }),
    end: () => Promise.reject(new Error('gone')),
    goodBye: () => undefined,
  });
  await expect(under.end('s1')).resolves.toBeUndefined();
  await expect(under.request()).resolves.toMatchObject({ sessionId: 's1' });
});

test('a tile keeps its id over a reload, and another tile has its own', () => {
  const storage = sessionStorage;
  const first = clientInstanceId('wall/lobby', storage);
  expect(clientInstanceId('wall/lobby', storage)).toBe(first);
  expect(clientInstanceId('page/lobby', storage)).not.toBe(first);
  expect(first).toMatch(/^[0-9a-f]{32}$/);
});
