import type { Element, NewElement } from '@gesso/crdt-schema';
import { memoryNetwork } from '@gesso/crdt-schema/testing';
import { shownBoard } from '@gesso/drawing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Command } from '../src/commands/command.ts';
import { arrange } from '../src/features/arrange/index.ts';
import { personAt, type TestBoard } from './helpers/board.ts';
import { allCommands } from './helpers/features.ts';

// What arranges is fetched on demand.
await arrange.preload?.();

const id = (name: string) => name.padEnd(12, '-');
const box = (name: string, x: number, y: number, more: object = {}): NewElement => ({
  ...{ id: id(name), kind: 'rect', x, y, width: 100, height: 60, fill: '#dbe1fd' },
  ...more,
});

/** Crooked shapes, a group in a group, what is turned, what is locked, ink, a note and a frame. */
const elements = (): NewElement[] => [
  box('a', 100, 90, { groups: ['in', 'out'] }),
  box('b', 230, 110, { groups: ['in', 'out'] }),
  box('c', 400, 300, { groups: ['out'], angle: 0.4 }),
  box('d', 620, 120, { color: '#3c5bf0' }),
  box('e', 640, 140, { locked: true }),
  { id: id('f'), kind: 'sticky', x: 300, y: 420, text: 'note' },
  { id: id('g'), kind: 'stroke', x: 500, y: 500, points: { xy: Float32Array.of(0, 0, 40, 30, 80, 0) } },
  { id: id('h'), kind: 'frame', x: 50, y: 400, width: 200, height: 160, name: 'Frame' },
];

/** All commands that change what is selected, or select something else; those of the clipboard, of menus and of typing ask a browser. */
const commands: readonly [string, Command][] = Object.entries(allCommands).filter(([name]) =>
  /^arrange\.|^edit\.(?:undo|redo|delete|duplicate|selectAll|selectSame|selectInverse|enterGroup|leaveGroup|nudge\w+)$/.test(
    name,
  ),
);

interface Step {
  readonly who: number;
  /** What is selected for it, by place in the painting order; nothing new when empty. */
  readonly selected: readonly number[];
  readonly command: string;
  /** Whether everybody hears of it at once, or one hears of one thing that was done. */
  readonly heard: 'all' | 'one' | 'none';
}

const step: fc.Arbitrary<Step> = fc.record({
  who: fc.nat(2),
  selected: fc.array(fc.nat(11), { maxLength: 4 }),
  command: fc.constantFrom(...commands.map(([name]) => name)),
  heard: fc.constantFrom('all', 'one', 'none'),
});

const three = (seed: number) => {
  const network = memoryNetwork(3, seed);
  const people = network.peers.map((peer) => personAt(shownBoard(peer.board)).tool('select'));
  const [first] = people as [TestBoard];
  first.editor.board.load((writer) => writer.addAll(elements()));
  network.settle();
  return { ...network, people };
};

const act = (t: TestBoard, { selected, command }: Step): void => {
  const all = t.all();
  const ids = selected.flatMap((at) => all[at % all.length]?.id ?? []);
  if (ids.length > 0) t.editor.select(ids);
  t.run(allCommands[command] as Command);
};

const plain = (t: TestBoard): readonly object[] => t.all().map((element) => ({ ...element }));

test('the set of commands is the whole of it', () => {
  expect(commands.length).toBeGreaterThan(35);
});

test('three people who arrange, group, lock, order, copy, delete and take back across each other see the same in the end', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), fc.integer({ min: 1, max: 1_000 }), (steps, seed) => {
      const { people, settle, deliver, close } = three(seed);
      for (const one of steps) {
        act(people[one.who] as TestBoard, one);
        if (one.heard === 'all') settle();
        else if (one.heard === 'one') deliver((one.who + 1) % 3);
      }
      settle();
      const [ada, ...others] = people.map(plain);
      for (const other of others) expect(other).toEqual(ada);
      for (const t of people)
        for (const element of t.editor.selected()) expect(t.editor.board.get(element.id)).toBe(element);
      close();
    }),
    { seed: 20261127, numRuns: 150 },
  );
}, 60_000);

type Values = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** Each property of each element as text. */
const valuesOf = (all: readonly Element[]): Values =>
  new Map(
    all.map((element) => [
      element.id,
      Object.fromEntries(
        Object.entries(element).map(([key, value]) => [
          key,
          JSON.stringify(value, (_, v) => (ArrayBuffer.isView(v) ? [...(v as Float32Array)] : v)) ?? '',
        ]),
      ),
    ]),
  );

/** `id.property` of all that differs; the id alone of what came or went. */
const changesBetween = (before: Values, after: Values): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].flatMap((one) => {
    const [old, now] = [before.get(one), after.get(one)];
    if (old === undefined || now === undefined) return [one];
    return [...new Set([...Object.keys(old), ...Object.keys(now)])]
      .filter((key) => old[key] !== now[key])
      .map((key) => `${one}.${key}`);
  });

test('undo gives back all of one’s own commands that nobody went on from, and nothing of the others', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), fc.integer({ min: 1, max: 1_000 }), (steps, seed) => {
      const { people, settle, close } = three(seed);
      const [ada] = people as [TestBoard];
      const start = valuesOf(ada.all());
      let before = start;
      /** Who has changed each, the last one at the end. */
      const writers = new Map<string, number[]>();
      for (const one of steps) {
        act(people[one.who] as TestBoard, one);
        settle();
        const after = valuesOf(ada.all());
        for (const what of changesBetween(before, after)) writers.set(what, [...(writers.get(what) ?? []), one.who]);
        before = after;
      }
      const undo = allCommands['edit.undo'] as Command;
      for (let i = 0; ada.editor.canUndo.peek() && i < 100; i++) ada.run(undo);
      settle();
      expect(ada.editor.canUndo.peek()).toBe(false);
      const after = valuesOf(ada.all());
      for (const what of changesBetween(before, after)) {
        // What she takes back was hers, and nobody else has gone on from it.
        const [one = ''] = what.split('.');
        expect([what, (writers.get(what) ?? writers.get(one))?.at(-1)]).toEqual([what, 0]);
      }
      const othersTouched = new Set(
        [...writers].flatMap(([what, who]) => (who.some((one) => one !== 0) ? [what, what.split('.')[0]] : [])),
      );
      for (const what of changesBetween(start, after)) {
        const [one = ''] = what.split('.');
        expect([what, othersTouched.has(what) || othersTouched.has(one)]).toEqual([what, true]);
      }
      close();
    }),
    { seed: 20261127, numRuns: 150 },
  );
}, 60_000);
