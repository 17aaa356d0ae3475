import { expect, test } from 'vitest';
import { wallPage, wallSearch } from './search.ts';

const cameras = ['a', 'b', 'c', 'd', 'e'].map((cameraId) => ({ cameraId }));
const ids = (tiles: readonly ({ cameraId: string } | undefined)[]) =>
  tiles.map((camera) => camera?.cameraId ?? '-').join('');

test('fills the layout with all cameras, in order, page by page', () => {
  expect(ids(wallPage(cameras, {}).tiles)).toBe('abcd');
  expect(ids(wallPage(cameras, { page: 2 }).tiles)).toBe('e---');
  expect(wallPage(cameras, { layout: 1 })).toMatchObject({ page: 1, pages: 5 });
});

test('shows the chosen cameras in the chosen order and leaves out what does not exist', () => {
  expect(ids(wallPage(cameras, { cameras: 'e,gone,a,e' }).tiles)).toBe('ea--');
});

test('a page beyond the last is the last, and no cameras give one empty page', () => {
  expect(wallPage(cameras, { page: 99 })).toMatchObject({ page: 2, pages: 2 });
  expect(wallPage([], {})).toMatchObject({ page: 1, pages: 1 });
});

test('an address that makes no sense is read as the default', () => {
  expect(wallSearch({ layout: '7', page: '-1', cameras: '' })).toEqual({});
  expect(wallSearch({ layout: '9', page: '2', cameras: 'a,b' })).toEqual({
    layout: 9,
    page: 2,
    cameras: 'a,b',
  });
});
