import type { NewElement } from '@gesso/crdt-schema';
import { afterEach, describe, expect, test } from 'vitest';
import { board, type TestBoard } from '../../../test/helpers/board.ts';
import type { Turns } from './finder.ts';
import { createFinding, type Finding } from './finding.ts';

const id = (name: string): string => name.padEnd(12, '-');
const note = (name: string, x: number, y: number, text: string): NewElement => ({
  ...{ id: id(name), kind: 'sticky', x, y, width: 100, height: 100, text },
});

const opened: Finding[] = [];
afterEach(() => {
  for (const finding of opened.splice(0)) finding.stop();
});

const search = ({ editor }: TestBoard, turns?: Turns): Finding => {
  const finding = createFinding(editor, () => ({ left: 8, right: 992, top: 72, bottom: 712 }), turns);
  opened.push(finding);
  return finding;
};
const namesOf = (finding: Finding) => finding.found.value.map((hit) => hit.id.replaceAll('-', ''));
const currentOf = (finding: Finding) => finding.current.value?.id.replaceAll('-', '');

const three = () =>
  board(note('c', 400, 500, 'Trois crêpes'), note('a', 300, 200, 'CREPE'), note('b', 600, 220, 'a crepe'));

describe('what is found', () => {
  test('stands in reading order, without case and accents', async () => {
    const finding = search(three());
    await finding.ask('crêpe');
    expect(namesOf(finding)).toEqual(['a', 'b', 'c']);
    expect(currentOf(finding)).toBe('a');
    await finding.ask('nowhere');
    expect(namesOf(finding)).toEqual([]);
    expect(currentOf(finding)).toBeUndefined();
    await finding.ask('  ');
    expect(finding.words.value).toBe('');
  });

  test('is walked in both directions, from the last to the first', async () => {
    const finding = search(three());
    await finding.ask('crepe');
    const walked = ([1, 1, 1, -1] as const).map((by) => {
      finding.step(by);
      return currentOf(finding);
    });
    expect(walked).toEqual(['b', 'c', 'a', 'c']);
  });

  test('stays the one that it was while more letters come, if it has them', async () => {
    const finding = search(three());
    await finding.ask('cr');
    finding.step(1);
    await finding.ask('crepe');
    expect(currentOf(finding)).toBe('b');
    await finding.ask('crepes');
    expect(currentOf(finding)).toBe('c');
  });

  test('is followed while others change the board', async () => {
    const t = three();
    const finding = search(t);
    await finding.ask('crepe');
    finding.step(1);
    t.editor.board.edit((writer) => writer.patch(id('a'), { text: 'tea' }));
    expect([namesOf(finding), finding.at.value]).toEqual([['b', 'c'], 0]);
  });

  test('and is deleted gives way to what followed it', async () => {
    const t = three();
    const finding = search(t);
    await finding.ask('crepe');
    finding.step(1);
    t.editor.board.edit((writer) => writer.remove(id('b')));
    expect([namesOf(finding), currentOf(finding)]).toEqual([['a', 'c'], undefined]);
    finding.step(1);
    expect(currentOf(finding)).toBe('c');
  });
});

describe('the view', () => {
  test('goes to the nearest of what is out of sight, and leaves what is in sight where it is', async () => {
    const t = board(note('far', 9_000, 0, 'milk'), note('near', 2_000, 300, 'milk'), note('here', 300, 300, 'tea'));
    const finding = search(t);
    const before = t.editor.camera.peek();
    await finding.ask('tea');
    expect(t.editor.camera.peek()).toBe(before);
    await finding.ask('milk');
    expect(currentOf(finding)).toBe('near');
    expect(t.editor.camera.peek().x).toBeGreaterThan(1_000);
  });

  test('goes nowhere while the bar opens with what was looked for before', async () => {
    const t = board(note('far', 9_000, 0, 'milk'));
    const finding = search(t);
    const before = t.editor.camera.peek();
    await finding.look('milk');
    expect(namesOf(finding)).toEqual(['far']);
    expect(t.editor.camera.peek()).toBe(before);
    finding.step(1);
    expect(currentOf(finding)).toBe('far');
  });
});

test('a search that another one has overtaken changes nothing', async () => {
  const finding = search(three());
  const first = finding.ask('tea');
  await finding.ask('trois');
  await first;
  expect(namesOf(finding)).toEqual(['c']);
});

test('a large board is searched in turns, and what changes meanwhile is found as it is then', async () => {
  const t = board(
    ...Array.from({ length: 500 }, (_, i) => note(`n${i}`, (i % 20) * 120, Math.floor(i / 20) * 120, `é ${i}`)),
  );
  let turns = 0;
  const finding = search(t, {
    ms: 0,
    async pause() {
      turns += 1;
      if (turns > 1) return;
      t.editor.board.edit((writer) => {
        writer.patch(id('n0'), { text: 'tea' });
        writer.patch(id('n499'), { text: 'tea' });
        writer.remove(id('n498'));
        writer.add(note('new', 0, 9_000, 'e'));
      });
    },
  });
  await finding.ask('e');
  expect(turns).toBeGreaterThan(4);
  expect(finding.found.value).toHaveLength(500);
  expect(namesOf(finding).at(-1)).toBe('new');
  await finding.ask('tea');
  expect(namesOf(finding)).toEqual(['n0', 'n499']);
});
