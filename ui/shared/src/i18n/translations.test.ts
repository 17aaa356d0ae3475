import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { en as adminEn } from '../../../admin/src/i18n/en.ts';
import { es as adminEs } from '../../../admin/src/i18n/es.ts';
import { en as portalEn } from '../../../portal/src/i18n/en.ts';
import { es as portalEs } from '../../../portal/src/i18n/es.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { preferredLanguage } from './setup.ts';
import { snakeCase } from './words.ts';

type Tree = { [key: string]: string | Tree };
const flat = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
  );
const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([hole]) => hole).sort();

describe.each([
  ['shared', en, es],
  ['portal', portalEn, portalEs],
  ['admin', adminEn, adminEs],
])('%s', (_, english: Tree, spanish: Tree) => {
  test('both languages have the same keys', () => {
    expect(flat(spanish).map(([key]) => key)).toEqual(flat(english).map(([key]) => key));
  });

  test('both languages have the same holes, and no text is empty', () => {
    const translated = new Map(flat(spanish));
    for (const [key, text] of flat(english)) {
      expect(text.trim(), key).not.toBe('');
      expect(holes(translated.get(key) ?? ''), key).toEqual(holes(text));
    }
  });
});

test.each([
  ['portal', portalEn],
  ['admin', adminEn],
])('%s hides none of the shared words', (_, words: Tree) => {
  expect(Object.keys(words).filter((key) => key in en)).toEqual([]);
});

test('every error code of the platform has words', () => {
  const root = join(import.meta.dirname, '../../../..');
  const codes = errorCodeSources(root).flatMap(codesOf);
  expect(codes.length).toBeGreaterThan(20);
  const missing = codes.filter((code) => !Object.hasOwn(en.errors, code));
  expect(missing, 'add these to errors in shared/src/i18n/en.ts and es.ts').toEqual([]);
});

/** The enums that are the closed list of codes; docs/ref/errors.md is compared with them too. */
function errorCodeSources(root: string): string[] {
  return ['contract', 'api', 'stream-gateway'].flatMap((module) =>
    filesUnder(join(root, module, 'src/main/java')).filter((file) =>
      file.endsWith('ErrorCode.java'),
    ),
  );
}

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

function codesOf(file: string): string[] {
  const body = readFileSync(file, 'utf8').split(/enum \w+ implements ErrorCode \{/)[1] ?? '';
  const constants = body.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').split(/[;}]/)[0] ?? '';
  return [...constants.matchAll(/[A-Z][A-Z_]+/g)].map(([name]) => name.toLowerCase());
}

test('every reason a camera can have has words', () => {
  const java = (path: string) =>
    readFileSync(join(import.meta.dirname, '../../../..', path), 'utf8');
  const kinds = java('contract/src/main/java/io/atalaya/contract/gateway/FailureKind.java')
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
    .split(/enum FailureKind \{/)[1]
    ?.split(';')[0];
  const judged = java('api/src/main/java/io/atalaya/api/health/HealthJudge.java');
  const reasons = [
    ...[...(kinds ?? '').matchAll(/[A-Z][A-Z_]+/g)].map(([name]) => name.toLowerCase()),
    ...[...judged.matchAll(/"([a-z]+(?:_[a-z]+)*)"/g)].map(([, reason]) => reason ?? ''),
  ];
  expect(reasons).toContain('unreachable');
  expect(reasons).toContain('media_flowing');
  expect(reasons.filter((reason) => !Object.hasOwn(en.reason, reason))).toEqual([]);
});

test('a choice wins over the browser, and an unknown language gives English', () => {
  expect(preferredLanguage('en', ['es-AR'])).toBe('en');
  expect(preferredLanguage(null, ['fr-FR', 'es-AR', 'en'])).toBe('es');
  expect(preferredLanguage('xx', ['fr-FR'])).toBe('en');
});

test('reasons have one key, however they are spelt', () => {
  expect(snakeCase('CredentialsRejected')).toBe('credentials_rejected');
  expect(snakeCase('credentials_rejected')).toBe('credentials_rejected');
});
