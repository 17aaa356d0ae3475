import { expect, test } from 'vitest';
import { localPath } from '../auth/localPath.ts';
import { bitrate, duration, relativeTime } from './time.ts';

const now = new Date('2026-03-01T12:00:00Z');
const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);

test.each([
  [0, 'now', 'ahora'],
  [-4, 'now', 'ahora'],
  [-59, '59 seconds ago', 'hace 59 segundos'],
  [-90, '1 minute ago', 'hace 1 minuto'],
  [-7200, '2 hours ago', 'hace 2 horas'],
  [30, 'in 30 seconds', 'dentro de 30 segundos'],
])('%d s from now reads "%s" and "%s"', (seconds, english, spanish) => {
  expect(relativeTime(at(seconds), now, 'en')).toBe(english);
  expect(relativeTime(at(seconds), now, 'es')).toBe(spanish);
});

test('a bit rate has a unit people know', () => {
  expect(bitrate(2_431_000, 'en')).toBe('2.4 Mbit/s');
  expect(bitrate(640_000, 'es')).toBe('640 kbit/s');
});

test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'cameras', undefined])(
  'signing in never leads to %s',
  (next) => expect(localPath(next)).toBe('/'),
);

test('signing in leads back to where one was', () => {
  expect(localPath('/wall?layout=9')).toBe('/wall?layout=9');
});

test.each([
  [0, '0 sec', '0 s'],
  [59_000, '59 sec', '59 s'],
  [3_600_000, '1 hr', '1 h'],
  [11_520_000, '3 hr 12 min', '3 h 12 min'],
  [176_461_000, '2 days 1 hr', '2 d 1 h'],
])('%d ms last "%s" and "%s"', (millis, english, spanish) => {
  const plain = (text: string) => text.replaceAll(/\s/g, ' ');
  expect(plain(duration(millis, 'en'))).toBe(english);
  expect(plain(duration(millis, 'es'))).toBe(spanish);
});
