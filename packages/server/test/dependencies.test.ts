import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const lock = readFileSync(new URL('../../../pnpm-lock.yaml', import.meta.url), 'utf8');

/** Every version of a package that would be installed. */
const versionsOf = (name: string): string[] => [
  ...new Set([...lock.matchAll(new RegExp(`^  '?${name}@(\\d+\\.\\d+\\.\\d+)[^:]*:`, 'gm'))].map(([, at = '']) => at)),
];

const isBelow = (version: string, floor: string): boolean => {
  const [a, b] = [version, floor].map((text) => text.split('.').map(Number));
  const at = b?.findIndex((part, n) => part !== a?.[n]) ?? -1;
  return at >= 0 && (a?.[at] ?? 0) < (b?.[at] ?? 0);
};

/** The oldest release of each without a published weakness that matters here. Raise them when one is found. */
const floors = [
  ['fastify', '5.12.8', 'body validation skipped by an odd content type; forwarded headers believed'],
  ['@fastify/static', '10.1.11', 'files outside the folder; guards of routes passed by'],
  ['@fastify/helmet', '13.2.0', 'kept together with fastify 5'],
  ['@fastify/cors', '11.4.3', 'kept together with fastify 5'],
  ['@fastify/cookie', '11.1.5', 'names and values of cookies checked'],
  ['@fastify/rate-limit', '11.2.0', 'kept together with fastify 5'],
  ['@fastify/swagger', '9.9.3', 'kept together with fastify 5'],
  ['find-my-way', '9.0.0', 'regular expressions that run for ever'],
  ['ws', '8.21.1', 'memory taken by tiny fragments; many headers end the process'],
  ['jose', '6.2.17', 'compressed tokens'],
  ['pg', '8.23.1', 'what a database server answers'],
  ['pino', '10.4.0', 'redaction of nested paths'],
  ['sharp', '0.35.5', 'decoders of libvips, which read what strangers send'],
  ['yjs', '13.6.33', 'the encoding everything is checked against'],
  ['lib0', '0.2.120', 'lengths checked while decoding'],
] as const;

test.each(floors)('%s is at least %s (%s)', (name, floor) => {
  const versions = versionsOf(name);
  expect(versions).not.toEqual([]);
  expect(versions.filter((version) => isBelow(version, floor))).toEqual([]);
});

test('versions are compared by their numbers', () => {
  expect(isBelow('5.9.9', '5.12.8')).toBe(true);
  expect(isBelow('5.12.8', '5.12.8')).toBe(false);
  expect(isBelow('10.0.0', '9.9.9')).toBe(false);
});

test('every dependency of the server is pinned to one version', () => {
  const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  for (const [name, range] of Object.entries(dependencies)) {
    expect([name, range]).toEqual([name, expect.stringMatching(/^(\d+\.\d+\.\d+|workspace:\*)$/)]);
  }
});
