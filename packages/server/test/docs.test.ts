import { readFileSync } from 'node:fs';
import { failures, messageType } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { settings } from '../src/config.ts';

/** The rows of all tables of a page, as trimmed cells. */
const rowsOf = (file: string): string[][] =>
  readFileSync(new URL(`../../../docs/${file}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

describe('the documentation', () => {
  test('of the protocol lists every failure as it is', () => {
    const expected = Object.entries(failures).map(([code, { close, http, retry, message }]) => [
      `\`${code}\``,
      String(close),
      String(http),
      retry ? 'yes' : 'no',
      message,
    ]);
    expect(rowsOf('protocol.md').filter(([code = '']) => /^`[A-Z_]+`$/.test(code))).toEqual(expected);
  });

  test('of the protocol lists every type of frame', () => {
    const types = rowsOf('protocol.md').flatMap(([type = '']) =>
      /^\d+(, \d)?$/.test(type) ? [Number.parseInt(type, 10)] : [],
    );
    expect(new Set(types)).toEqual(new Set(Object.values(messageType)));
  });

  test('of operations lists every setting', () => {
    const names = rowsOf('operations.md').flatMap(([name = '']) => /^`([A-Z_]+)`$/.exec(name)?.[1] ?? []);
    expect(names).toEqual([...settings]);
  });
});
