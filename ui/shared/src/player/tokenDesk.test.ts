import { expect, test } from 'vitest';
import { ApiError } from '../api/error.ts';
import type { StreamToken, StreamTokenItem } from '../api/types.ts';
import { TokenDesk, type TokenWish } from './tokenDesk.ts';

const token = (cameraId: string) => ({ token: `for-${cameraId}` }) as StreamToken;
const wish = (cameraId: string): TokenWish => ({ cameraId, clientInstanceId: `tile-${cameraId}` });

function desk(answer: (wish: TokenWish) => StreamTokenItem) {
  const log: string[] = [];
  const under = new TokenDesk({
    async one({ cameraId }) {
      log.push(`one ${cameraId}`);
      return token(cameraId);
    },
    async many(wishes) {
      log.push(`many ${wishes.map(({ cameraId }) => cameraId).join(' ')}`);
      return wishes.map(answer);
    },
  });
  return { log, under };
}

const granted = ({ cameraId }: TokenWish): StreamTokenItem => ({
  cameraId,
  status: 201,
  ticket: token(cameraId),
});

test('tiles that ask in one moment share a request, each with its own answer', async () => {
  const { log, under } = desk((asked) =>
    asked.cameraId === 'yard'
      ? {
          cameraId: 'yard',
          status: 409,
          error: { code: 'stream_limit_reached', message: 'full', details: { limit: 1 } },
        }
      : granted(asked),
  );
  const [lobby, yard, gate] = await Promise.allSettled([
    under.request(wish('lobby')),
    under.request(wish('yard')),
    under.request(wish('gate')),
  ]);
  expect(log).toEqual(['many lobby yard gate']);
  expect(lobby).toMatchObject({ value: { token: 'for-lobby' } });
  expect(gate).toMatchObject({ value: { token: 'for-gate' } });
  expect(yard).toMatchObject({
    reason: { status: 409, code: 'stream_limit_reached', details: { limit: 1 } },
  });
});

test('one that asks alone asks for itself, and the next moment is another', async () => {
  const { log, under } = desk(granted);
  await under.request(wish('lobby'));
  await under.request(wish('yard'));
  expect(log).toEqual(['one lobby', 'one yard']);
});

test('more than the API takes at once are asked for in turns', async () => {
  const { log, under } = desk(granted);
  await Promise.all(Array.from({ length: 65 }, (_, at) => under.request(wish(`c${at}`))));
  expect(log.map((line) => line.split(' ').length - 1)).toEqual([64, 1]);
});

test('a request that fails as a whole fails for every tile', async () => {
  const under = new TokenDesk({
    one: () => Promise.reject(new Error('unused')),
    many: () => Promise.reject(new ApiError(403, 'tenant_suspended', '')),
  });
  const answers = await Promise.allSettled([
    under.request(wish('lobby')),
    under.request(wish('yard')),
  ]);
  expect(answers).toMatchObject([
    { reason: { code: 'tenant_suspended' } },
    { reason: { code: 'tenant_suspended' } },
  ]);
});
