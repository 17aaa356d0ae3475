import { expect, test } from 'vitest';
import { MAX_MESSAGE_CHARS, SseReader } from './sse.ts';

const read = (...chunks: string[]) => {
  const reader = new SseReader();
  return chunks.flatMap((chunk) => reader.take(chunk));
};

test('a message is its data, and where one is then', () => {
  expect(read('id: 7-0\ndata: {"type":"camera.online"}\n\n')).toEqual([
    { id: '7-0', data: '{"type":"camera.online"}' },
  ]);
});

test('an id without data moves on; a comment and a retry say nothing', () => {
  expect(read('retry: 2000\nid: 3-1\n\n: heartbeat\n\n: heartbeat\nid: 4-0\n\n')).toEqual([
    { id: '3-1', data: null },
    { id: '4-0', data: null },
  ]);
});

test('messages come in any pieces, and lines end in any way', () => {
  const whole = 'id: 1\r\ndata: a\r\ndata: b\r\n\r\nid: 2\rdata:c\r\r';
  const expected = [
    { id: '1', data: 'a\nb' },
    { id: '2', data: 'c' },
  ];
  expect(read(`${whole}\n`)).toEqual(expected);
  expect(read(...`${whole}\n`)).toEqual(expected);
});

test('what never ends is not kept', () => {
  const reader = new SseReader();
  reader.take('data: ');
  expect(() => {
    for (let sent = 0; sent <= MAX_MESSAGE_CHARS; sent += 1000) reader.take('x'.repeat(1000));
  }).toThrow('too long');
});
