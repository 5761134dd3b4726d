import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { type Board, changedMarks, type ElementId, type MarkChange, marksAt } from '../src/index.ts';
import { seededRandom } from '../src/testing.ts';
import { newBoard } from './board.ts';

/** Letters that a person gave marks, as others come to know of it. */
interface Formatted {
  readonly by: number;
  readonly letters: readonly string[];
  readonly change: MarkChange;
  /** How many formats of each person were known to the one who made this. */
  readonly known: readonly number[];
}

interface Person {
  readonly doc: Y.Doc;
  readonly board: Board;
  readonly inbox: { readonly update: Uint8Array; readonly formatted: Formatted | undefined }[];
  /** Who, of what this person knows, was the last to give a letter a mark, and what they gave. */
  readonly last: Map<string, { readonly by: number; readonly value: unknown; readonly number: number }>;
  /** How many formats of each person this one knows. */
  readonly known: number[];
}

/** What is said of a letter that two have formatted at once. */
const unclear = { by: -1, value: Symbol('unclear'), number: Number.POSITIVE_INFINITY };

const names = ['bold', 'link'] as const;
const key = (letter: string, name: string): string => `${letter}${name}`;

const shown = (board: Board, id: ElementId) => {
  const element = board.get(id);
  if (element === undefined || !('text' in element)) throw new Error('no text');
  return { text: element.text, marks: element.marks ?? [] };
};

/** The value of each mark by letter: no letter is twice in the text. */
const valuesIn = (board: Board, id: ElementId): ReadonlyMap<string, unknown> => {
  const { text, marks } = shown(board, id);
  return new Map([...text].flatMap((letter, i) => names.map((name) => [key(letter, name), marksAt(marks, i)?.[name]])));
};

const act = fc.record({
  who: fc.nat(2),
  at: fc.nat(14),
  length: fc.integer({ min: 1, max: 8 }),
  does: fc.constantFrom('format', 'format', 'format', 'undo', 'undo', 'redo', 'type', 'delete', 'hear'),
  change: fc.constantFrom<MarkChange>(
    { bold: true },
    { bold: null },
    { link: 'https://a.example/' },
    { link: 'https://b.example/' },
    { link: null },
    { bold: true, link: 'https://a.example/' },
  ),
} as const);
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

const openWorld = (count: number) => {
  const people: Person[] = Array.from({ length: count }, (_, i) => {
    const { doc, board } = newBoard({ random: seededRandom(i + 1) });
    doc.clientID = i + 1;
    return { doc, board, inbox: [], last: new Map(), known: Array.from({ length: count }, () => 0) };
  });
  const [first] = people;
  const id = first?.board.load((w) => w.add({ kind: 'text', x: 0, y: 0, text: 'abcdefghijklmn' })) ?? '';
  for (const { doc } of people.slice(1)) Y.applyUpdate(doc, Y.encodeStateAsUpdate(first?.doc ?? doc), 'peer');
  /** All that a letter was ever given, also through the letters it was typed beside. */
  const given = new Map<string, Set<unknown>>(
    [...'abcdefghijklmn'].flatMap((l) => names.map((n) => [key(l, n), new Set()])),
  );
  let typed = 0x4e00;

  /** Which of two that nobody had before them is shown, is for the merge to decide: none of them is known to be the last then. */
  const learn = ({ last, board, known }: Person, { by, letters, change, known: before }: Formatted): void => {
    const { text } = shown(board, id);
    const number = (known[by] ?? 0) + 1;
    known[by] = number;
    for (const letter of letters.filter((l) => text.includes(l)))
      for (const [name, value] of Object.entries(change)) {
        const other = last.get(key(letter, name));
        const isOwn = people[by]?.board === board;
        if (!isOwn && other !== undefined && other.by !== by && (before[other.by] ?? 0) < other.number)
          last.set(key(letter, name), unclear);
        else last.set(key(letter, name), { by, value: value ?? undefined, number });
      }
  };

  /** A letter that is gone and comes back is another one to all but those who bring it back. */
  const forget = ({ last, board }: Person, before: string): void => {
    const { text } = shown(board, id);
    for (const letter of before) for (const name of text.includes(letter) ? [] : names) last.delete(key(letter, name));
  };

  const hear = (person: Person): void => {
    const next = person.inbox.shift();
    if (next === undefined) return;
    const before = shown(person.board, id).text;
    Y.applyUpdate(person.doc, next.update, 'peer');
    forget(person, before);
    if (next.formatted !== undefined) learn(person, next.formatted);
  };

  const format = (person: Person, { who, at, length, change }: Act): Formatted | undefined => {
    const { text, marks } = shown(person.board, id);
    const [from, to] = [Math.min(at, text.length), Math.min(at + length, text.length)];
    const next = changedMarks(marks, from, to, change) ?? [];
    // What is marked so already is not written, and no person would know.
    const changes = Object.keys(change).every((name) =>
      [...text].some((_, i) => marksAt(marks, i)?.[name as 'bold'] !== marksAt(next, i)?.[name as 'bold']),
    );
    if (!changes) return undefined;
    person.board.edit((w) => w.patch(id, { marks: next }));
    const letters = [...text.slice(from, to)];
    for (const letter of letters)
      for (const [name, value] of Object.entries(change)) given.get(key(letter, name))?.add(value ?? undefined);
    return { by: who % count, letters, change, known: [...person.known] };
  };

  /** Letters that come or come back between others have what those have. */
  const inherit = (before: string, after: string): void => {
    [...after].forEach((letter, i) => {
      for (const name of before.includes(letter) ? [] : names) {
        const beside = [
          ...after.slice(0, i).slice(-1),
          ...[...after.slice(i + 1)].filter((l) => before.includes(l)).slice(0, 1),
        ];
        const sets = [letter, ...beside].map((l) => [...(given.get(key(l, name)) ?? [])]);
        given.set(key(letter, name), new Set(sets.flat()));
      }
    });
  };

  const type = ({ board }: Person, { at, length, does }: Act): void => {
    const { text } = shown(board, id);
    const cut = Math.min(at, text.length);
    const letter = String.fromCharCode(typed++);
    const session = board.typing(id);
    if (does === 'type') session?.set(`${text.slice(0, cut)}${letter}${text.slice(cut)}`, cut + 1);
    else session?.set(`${text.slice(0, cut)}${text.slice(cut + length)}` || letter, cut);
    session?.close();
  };

  /** Undoes or redoes, and expects what others were the last to format to stay. */
  const take = (person: Person, who: number, does: 'undo' | 'redo'): void => {
    const before = valuesIn(person.board, id);
    person.board[does]();
    for (const [letter, value] of valuesIn(person.board, id)) {
      const last = person.last.get(letter);
      if (last !== undefined && last.by !== who && before.has(letter) && before.get(letter) === last.value)
        expect([letter, value]).toEqual([letter, last.value]);
    }
  };

  const perform = (next: Act): void => {
    const who = next.who % count;
    const person = people[who];
    if (person === undefined) return;
    const { doc, board, inbox } = person;
    if (next.does === 'hear') {
      for (let n = Math.min(next.length, inbox.length); n > 0; n--) hear(person);
      return;
    }
    const vector = Y.encodeStateVector(doc);
    const before = shown(board, id);
    const formatted = next.does === 'format' ? format(person, next) : undefined;
    if (formatted !== undefined) learn(person, formatted);
    if (next.does === 'type' || next.does === 'delete') type(person, next);
    if (next.does === 'undo' || next.does === 'redo') take(person, who, next.does);
    inherit(before.text, shown(board, id).text);
    forget(person, before.text);
    const update = Y.encodeStateAsUpdate(doc, vector);
    for (const other of people) if (other !== person) other.inbox.push({ update, formatted });
  };
  const settle = (): void => {
    for (const person of people) while (person.inbox.length > 0) hear(person);
  };
  const expectAlike = (): void => {
    for (const { board } of people) expect(shown(board, id)).toEqual(shown(people[0]?.board as Board, id));
  };
  const expectGiven = (): void => {
    for (const { board } of people)
      for (const [letter, value] of valuesIn(board, id))
        if (value !== undefined) expect([letter, ...(given.get(letter) ?? [])]).toContain(value);
  };
  return { people, id, perform, settle, expectAlike, expectGiven };
};

const count = fc.integer({ min: 2, max: 3 });

test('no matter what one undoes and redoes, what another was the last to format stays, and no mark runs on', () => {
  fc.assert(
    fc.property(count, fc.array(act, { minLength: 4, maxLength: 30 }), (people, acts) => {
      const world = openWorld(people);
      for (const next of acts) {
        world.perform(next);
        world.settle();
        world.expectAlike();
        world.expectGiven();
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 400), seed: 20_261_126 },
  );
}, 600_000);

test('people who hear of each other late come to the same, and their undo spares what they know of each other', () => {
  fc.assert(
    fc.property(count, fc.array(act, { minLength: 4, maxLength: 40 }), (people, acts) => {
      const world = openWorld(people);
      for (const next of acts) world.perform(next);
      world.settle();
      world.expectAlike();
    }),
    { numRuns: Number(process.env.RUNS ?? 400), seed: 20_261_126 },
  );
}, 600_000);

test('an undo that is redone at once leaves all marks as they were, and undone again as they were undone', () => {
  fc.assert(
    fc.property(count, fc.array(act, { minLength: 4, maxLength: 30 }), fc.nat(2), (people, acts, who) => {
      const world = openWorld(people);
      for (const next of acts) {
        world.perform(next);
        world.settle();
      }
      const board = world.people[who % people]?.board as Board;
      const before = shown(board, world.id);
      if (!board.undo().changed) return;
      const undone = shown(board, world.id);
      board.redo();
      expect(shown(board, world.id)).toEqual(before);
      board.undo();
      expect(shown(board, world.id)).toEqual(undone);
    }),
    { numRuns: Number(process.env.RUNS ?? 400), seed: 20_261_126 },
  );
}, 600_000);
