import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { failures, messageType } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { settings } from '../src/config/settings.ts';

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

const root = fileURLToPath(new URL('../../../', import.meta.url));

describe('the security notes', () => {
  const page = readFileSync(path.join(root, 'SECURITY.md'), 'utf8');
  const tests = globSync(['packages/*/{src,test}/**/*.test.ts', 'e2e/*.spec.ts'], { cwd: root });
  const tableUnder = (title: string): string[][] => {
    const [, section = ''] = page.split(`## ${title}\n`);
    const [own = ''] = section.split('\n## ');
    const rows = own.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| -'));
    return rows.slice(1).map((row) => row.split(/(?<!\\)\|/).slice(1, -1));
  };
  const quoted = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

  test('name tests that exist for each of the ten considerations', () => {
    const rows = tableUnder('The ten considerations');
    expect(new Set(rows.map(([name = '']) => Number.parseInt(name, 10)))).toEqual(
      new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    );
    for (const [name, , proof] of rows) {
      expect([name, quoted(proof).length > 0]).toEqual([name, true]);
      expect([name, quoted(proof).filter((file) => !tests.includes(file))]).toEqual([name, []]);
    }
  });

  test('name tests that exist for each layer', () => {
    const known = new Set([...tests.map((file) => path.basename(file, '.test.ts')), 'e2e', 'crdt-schema']);
    const rows = tableUnder('What answers what');
    expect(rows.length).toBeGreaterThan(10);
    for (const [layer, , proof] of rows) {
      expect([layer, quoted(proof).length > 0, quoted(proof).filter((name) => !known.has(name))]).toEqual([
        layer,
        true,
        [],
      ]);
    }
  });
});

describe('the documentation', () => {
  test('of the protocol lists every failure as it is', () => {
    const expected = Object.entries(failures).map(([code, { close, http, retry, message }]) => [
      `\`${code}\``,
      String(close),
      String(http),
      retry ? 'yes' : 'no',
      message,
    ]);
    expect(rowsOf('protocol.md').filter(([code = '']) => /^`[A-Z0-9_]+`$/.test(code))).toEqual(expected);
  });

  test('of the protocol lists every type of frame', () => {
    const types = rowsOf('protocol.md').flatMap(([type = '']) =>
      /^\d+(, \d)?$/.test(type) ? [Number.parseInt(type, 10)] : [],
    );
    expect(new Set(types)).toEqual(new Set(Object.values(messageType)));
  });

  test('of operations says of every setting what its table says', () => {
    const rows = rowsOf('operations.md').filter(([name = '']) => /^`[A-Z0-9_]+`$/.test(name));
    // `npm run format` writes the table.
    expect(rows).toEqual(
      Object.entries(settings).map(([name, { initial = '', meaning }]) => [`\`${name}\``, initial, meaning]),
    );
  });
});
