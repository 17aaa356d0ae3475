import { expect, test, vi } from 'vitest';
import { Admission, admissionFor } from './admission.ts';
import { claimInstances, clientInstanceId } from './instance.ts';

const grant = (sessionId: string) => ({
  sessionId,
  tokenId: `token of ${sessionId}`,
  playbackUrl: '/',
});

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
      return grant('s1');
    },
    end: (id) => slow(`end ${id}`),
    leave: ({ sessionId }) => log.push(`leave ${sessionId}`),
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

test('a page that goes away says so at once, whatever is still to be answered', async () => {
  const { log, under } = admission();
  void under.request();
  await Promise.resolve();
  under.leave(grant('s1'));
  expect(log).toEqual(['request', 'leave s1']);
});

test('a leave is a beacon with cookie, JSON, the token and the tenant acted in', async () => {
  const beacon = vi.fn((_url: string, _body: Blob) => true);
  vi.stubGlobal('navigator', { sendBeacon: beacon });
  admissionFor({ cameraId: 'lobby', tenantId: 'acme' }, 'wall').leave(grant('s1'));
  admissionFor({ cameraId: 'lobby' }, 'wall').leave(grant('s2'));
  vi.unstubAllGlobals();
  expect(beacon.mock.calls.map(([url]) => url)).toEqual([
    '/api/v1/sessions/s1/leave?tenantId=acme',
    '/api/v1/sessions/s2/leave',
  ]);
  expect(beacon.mock.calls[0]?.[1].type).toBe('application/json');
  expect(await beacon.mock.calls[0]?.[1].text()).toBe('{"tokenId":"token of s1"}');
});

test('an end that fails is not an error of the page', async () => {
  const under = new Admission({
    request: async () => grant('s1'),
    end: () => Promise.reject(new Error('gone')),
    leave: () => undefined,
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

/** One page after the other in a tab with this storage. */
function tab(storage: Storage) {
  let page = new EventTarget();
  return {
    comes: (arrival: string) => {
      page = new EventTarget();
      claimInstances(arrival, page, storage);
      return clientInstanceId('wall/lobby', storage);
    },
    goes: () => page.dispatchEvent(new Event('pagehide')),
    isShownAgain: () => page.dispatchEvent(new Event('pageshow')),
  };
}

function copied(storage: Storage): Storage {
  const copy = new Storage();
  for (const [key, value] of Object.entries(storage)) copy.setItem(key, value);
  return copy;
}

test.each(['navigate', 'reload', 'back_forward'])(
  'a page that comes back by %s keeps its ids',
  (arrival) => {
    const one = tab(new Storage());
    const id = one.comes('navigate');
    one.goes();
    expect(one.comes(arrival)).toBe(id);
  },
);

test('a page that was killed keeps its ids when it is reloaded', () => {
  const one = tab(new Storage());
  const id = one.comes('navigate');
  expect(one.comes('reload')).toBe(id);
});

test.each(['navigate', 'back_forward'])(
  'a duplicated tab that arrives by %s takes its own ids',
  (arrival) => {
    const storage = new Storage();
    const original = tab(storage);
    const id = original.comes('navigate');
    const duplicate = tab(copied(storage));
    const own = duplicate.comes(arrival);
    expect(own).not.toBe(id);
    original.goes();
    expect(original.comes('reload')).toBe(id);
    duplicate.goes();
    expect(duplicate.comes('reload')).toBe(own);
  },
);

test('a tab is told apart from its duplicate also after "back" has shown it again', () => {
  const storage = new Storage();
  const original = tab(storage);
  const id = original.comes('navigate');
  original.goes();
  original.isShownAgain();
  expect(tab(copied(storage)).comes('back_forward')).not.toBe(id);
});
