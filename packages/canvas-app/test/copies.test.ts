import type { Element, NewElement } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { copiesOf } from '../src/editor/create-element.ts';
import { writeBoardFile } from '../src/features/export/file.ts';
import { readGesso } from '../src/features/import/formats/gesso.ts';
import { toClipboardText } from '../src/input/clipboard-text.ts';
import { paste } from '../src/input/paste.ts';
import { fromClipboardText } from '../src/input/read-clipboard.ts';
import { board, type TestBoard } from './helpers/board.ts';

const id = (name: string) => name.padEnd(12, '-');
const rect = (name: string, x: number, groups: readonly string[]): NewElement => ({
  ...{ id: id(name), kind: 'rect', x, y: 0, width: 100, height: 60, fill: '#dbe1fd' },
  groups: groups.map(id),
});

/** Two in an inner group, one beside it in an outer one. */
const nested = () => board(rect('a', 0, ['in', 'out']), rect('b', 200, ['in', 'out']), rect('c', 400, ['out']));

const originals = new Set(['a', 'b', 'c'].map(id));

const groupsOf = (elements: readonly Element[]) => new Set(elements.flatMap(({ groups }) => groups));

/** How the groups of elements are made, no matter what they are called. */
const shape = (elements: readonly Element[]): number[][] => {
  const names = new Map<string, number>();
  for (const group of groupsOf(elements)) names.set(group, names.size);
  return elements.map(({ groups }) => groups.map((group) => names.get(group) ?? -1));
};

/** The copies are grouped as the originals are, and with nothing else. */
const standAlone = (t: TestBoard, sets: number): void => {
  const before = t.all().filter((element) => originals.has(element.id));
  const copied = t.all().filter((element) => !originals.has(element.id));
  expect(copied).toHaveLength(before.length * sets);
  const seen = groupsOf(before);
  for (let i = 0; i < sets; i++) {
    const one = copied.slice(i * before.length, (i + 1) * before.length);
    expect(shape(one)).toEqual(shape(before));
    for (const group of groupsOf(one)) {
      expect(seen.has(group)).toBe(false);
      seen.add(group);
    }
  }
};

describe('a copied group is a group of its own', () => {
  test('duplicated', () => {
    const t = nested();
    t.editor.select([...originals]);
    t.key('mod+d').key('mod+d');
    standAlone(t, 2);
    t.key('delete');
    expect(t.all()).toHaveLength(6);
  });

  test('dragged with Alt', () => {
    const t = nested();
    t.editor.select([...originals]);
    t.tool('select').press(50, 30).move(50, 300, { alt: true }).release({ alt: true });
    standAlone(t, 1);
  });

  test('copied and pasted twice', () => {
    const t = nested();
    const elements = fromClipboardText(toClipboardText(t.all()))?.elements ?? [];
    paste(t.editor, elements);
    paste(t.editor, elements);
    standAlone(t, 2);
  });

  test('imported from a file', async () => {
    const t = nested();
    const bytes = new Uint8Array(await (await writeBoardFile('board', t.all())).blob.arrayBuffer());
    const file = await readGesso(bytes, async () => undefined);
    t.editor.board.edit((writer) => writer.addAll(copiesOf(file.elements, { x: 0, y: 0 })));
    standAlone(t, 1);
  });
});

test('a copied arrow is tied to the copy of what it was tied to, and to the original when that was not copied', () => {
  const end = { element: id('a'), at: [0.5, 0.5] as const };
  const arrow: NewElement = {
    ...{ id: id('arrow'), kind: 'arrow', x: 300, y: 30, points: { xy: new Float32Array([0, 0, -200, 0]) } },
    end,
  };
  const t = board(rect('a', 0, []), arrow);
  const [box, tied] = copiesOf(t.all(), { x: 10, y: 10 });
  expect(tied).toMatchObject({ end: { element: box?.id } });
  expect(box?.id).not.toBe(id('a'));
  const [alone] = copiesOf(t.all().slice(1), { x: 10, y: 10 });
  expect(alone).toMatchObject({ end: { element: id('a') } });
});

test('while copies are dragged with Alt the originals stay to be seen', () => {
  const t = nested();
  t.editor.select([...originals]);
  t.tool('select').press(50, 30).move(50, 300, { alt: true });
  const shown = t.editor.draft.value.created.map((element) => element.id);
  expect(shown).toHaveLength(3);
  expect(shown.filter((one) => originals.has(one))).toEqual([]);
  expect(t.editor.draft.value.changed.size).toBe(0);
});

test('what is pasted lies with its middle under the pointer, and beside what was pasted there before', () => {
  const t = board();
  t.editor.setPointer({ x: 500, y: 300 });
  const copied = [rect('a', 0, []), rect('b', 200, [])];
  for (let i = 0; i < 3; i++) paste(t.editor, copied);
  expect(t.all().map(({ x, y }) => [x, y])).toEqual([
    [350, 270],
    [550, 270],
    [366, 286],
    [566, 286],
    [382, 302],
    [582, 302],
  ]);
});

test('a copy of what is locked can be moved', () => {
  const t = board({ ...rect('a', 0, []), locked: true });
  t.editor.select([id('a')]);
  t.key('mod+d');
  expect(t.all().map(({ locked }) => locked)).toEqual([true, false]);
});
