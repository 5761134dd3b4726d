import { describe, expect, test } from 'vitest';
import { blockListOf, isListed, isLoopback, isPrivateHost, parseRange } from './addresses.ts';

const list = (...entries: string[]) => blockListOf(entries.flatMap((entry) => parseRange(entry) ?? []));

describe('a list of addresses', () => {
  test.each([
    ['10.0.0.0/8', '10.200.1.1', true],
    ['10.0.0.0/8', '::ffff:10.200.1.1', true],
    ['10.0.0.0/8', '::ffff:0ac8:0101', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['::ffff:10.0.0.0/104', '10.9.9.9', true],
    ['203.0.113.9', '203.0.113.9', true],
    ['203.0.113.9', '203.0.113.8', false],
    ['2001:db8::/32', '2001:db8:5::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['0.0.0.0/0', 'unknown', false],
    ['0.0.0.0/0', '', false],
  ])('%s and %s', (entry, address, expected) => {
    expect(isListed(list(entry), address)).toBe(expected);
  });

  test.each(['10.0.0.0/33', '10.0.0.0/8/8', '10.0.0', 'example.org', '::/129', '::ffff:10.0.0.0/95', '1.2.3.4/', ''])(
    'does not take %s',
    (entry) => expect(parseRange(entry)).toBeUndefined(),
  );
});

test.each([
  ['localhost', true],
  ['nas', true],
  ['board.local', true],
  ['192.168.1.20', true],
  ['[::1]', true],
  ['[fd00::5]', true],
  ['100.99.1.1', true],
  ['board.example.org', false],
  ['203.0.113.9', false],
  ['[2001:db8::1]', false],
  ['local.example.org', false],
])('%s is a private host: %s', (host, expected) => {
  expect(isPrivateHost(host)).toBe(expected);
});

test('loopback is this machine in every dress', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'].map(isLoopback)).toEqual([true, true, true, true]);
  expect(['128.0.0.1', '::2', '10.0.0.1', ''].map(isLoopback)).toEqual([false, false, false, false]);
});
