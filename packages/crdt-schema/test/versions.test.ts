import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type Board, checkUpdate, openBoard, toPlain } from '../src/index.ts';
import { asItWas } from './as-it-was.ts';

/** Boards as every past version has saved them. A fixture is never changed: what it shows is what people drew. */
const folder = join(import.meta.dirname, 'fixtures');

interface Fixture {
  readonly update: string;
  readonly name: string;
  readonly elements: readonly object[];
}

describe.each(readdirSync(folder))('the board saved in %s', (file) => {
  const { update, name, elements }: Fixture = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const bytes = Uint8Array.from(Buffer.from(update, 'base64'));
  const shown = (board: Board): unknown =>
    JSON.parse(JSON.stringify(board.all().map((element, i) => asItWas(toPlain(element), elements[i] ?? {}))));
  const open = () => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, bytes);
    return { doc, board: openBoard(doc) };
  };

  test('shows what it showed', () => {
    const { board } = open();
    expect(board.name).toBe(name);
    expect(shown(board)).toEqual(elements);
  });

  test('is accepted by a server', () => {
    expect(checkUpdate(bytes)).toBeUndefined();
  });

  test('can be edited, and what is left alone keeps every byte', () => {
    const { doc, board } = open();
    const records = new Map(doc.getMap('el').entries());
    for (const { id } of board.all()) board.edit((w) => w.patch(id, { x: 1, opacity: 50 }));
    for (const [id, record] of records) expect(doc.getMap('el').get(id)).toBe(record);
    while (board.undo().steps > 0);
    expect(shown(board)).toEqual(elements);
  });
});
