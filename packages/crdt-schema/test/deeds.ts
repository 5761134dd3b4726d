import fc from 'fast-check';
import type { Domain } from '../src/elements/props/prop.ts';
import {
  type Board,
  type Column,
  cellName,
  changedMarks,
  type Element,
  type ElementId,
  kindSpec,
  type MarkChange,
  type NewElement,
  newTrackKey,
  type Patch,
  type Row,
} from '../src/index.ts';
import { newElementArbitrary, type Peer, patchArbitrary, seededRandom } from '../src/testing.ts';

/**
 * What people do to a board, drawn at random, for elements of every kind there is: what a deed can be done to is read from the kinds'
 * definitions, and what it cannot be done to it passes over.
 */

const kindsOfDeeds = {
  add: 2,
  patch: 5,
  tie: 3,
  remove: 1,
  raise: 1,
  type: 5,
  cut: 2,
  format: 3,
  insert: 2,
  take: 1,
  move: 1,
  resize: 1,
  undo: 5,
  redo: 3,
} as const;
type Does = keyof typeof kindsOfDeeds;

export const deedArbitrary = fc.record({
  do: fc.oneof(
    ...Object.entries(kindsOfDeeds).map(([name, weight]) => ({ weight, arbitrary: fc.constant(name as Does) })),
  ),
  peer: fc.nat(2),
  which: fc.nat(7),
  at: fc.nat(7),
  to: fc.nat(7),
  element: newElementArbitrary,
  patch: patchArbitrary,
  change: fc.constantFrom<MarkChange>(
    { bold: true },
    { bold: null },
    { link: 'https://a.example/' },
    { link: null },
    { italic: true, strike: true },
  ),
});
export type Deed = typeof deedArbitrary extends fc.Arbitrary<infer D> ? D : never;

export interface World {
  /** Letters of which there are no others. */
  letters(count: number): string;
  readonly random: () => number;
}

export const openDeeds = (): World => {
  let next = 0x4e00;
  const letters = (count: number): string => Array.from({ length: count }, () => String.fromCharCode(next++)).join('');
  return { letters, random: seededRandom(5) };
};

const nth = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];

/** Properties in which one element names another, by their domain. */
const tiesOf = (element: Element): (readonly [name: string, type: Domain['type']])[] =>
  [...kindSpec(element.kind).fields].flatMap(([name, { field }]) =>
    field.domain.type === 'binding' || field.domain.type === 'element' ? [[name, field.domain.type] as const] : [],
  );

/** A new element with letters of its own and no ties: those are made by deeds. */
const lettered = (given: NewElement, { letters }: World): NewElement => {
  const { text, grid } = kindSpec(given.kind);
  const ties = tiesOf(given as Element).map(([name]) => [name, undefined]);
  const element = Object.fromEntries(
    Object.entries({ ...given, ...Object.fromEntries(ties) }).filter(([, value]) => value !== undefined),
  );
  return {
    ...element,
    ...(text ? { text: letters(6) } : {}),
    ...(grid
      ? {
          rows: undefined,
          columns: undefined,
          cells: [
            [letters(2), ''],
            ['', letters(1)],
          ],
        }
      : {}),
  } as NewElement;
};

/** Not more than two properties that the element may have; letters, ties, rows and columns have deeds of their own. */
const patchFor = (element: Element, { patch, which }: Deed): Patch => {
  const { fields, grid } = kindSpec(element.kind);
  const ties = new Set(tiesOf(element).map(([name]) => name));
  const places = ['x', 'y', 'width', 'height', 'rotation', 'points', 'scale', 'cut'];
  const names = Object.keys(patch).filter((name) => (fields.has(name) && !ties.has(name)) || places.includes(name));
  const chosen = [nth(names, which), nth(names, which + 3)].filter((name) => name !== undefined);
  const all = Object.fromEntries(chosen.map((name) => [name, patch[name as keyof Patch]]));
  // A table may be scaled down to nothing by numbers that no person meets.
  return (
    grid ? { ...all, ...('width' in all ? { width: 300 } : {}), ...('height' in all ? { height: 200 } : {}) } : all
  ) as Patch;
};

const tie = (board: Board, element: Element, { which, at, to }: Deed): void => {
  const [name, type] = nth(tiesOf(element), at) ?? [];
  const other = nth(
    board.all().filter(({ id, kind }) => id !== element.id && (type === 'binding' || kindSpec(kind).holds)),
    which + to,
  );
  if (name === undefined) return;
  const value = type === 'binding' ? other && { element: other.id, at: [0.5, to / 7] } : other?.id;
  board.edit((w) => w.patch(element.id, { [name]: value ?? null }));
};

/** All that can be typed in: an element, or a cell of one. */
const fields = (board: Board): (readonly [id: ElementId, cell?: string])[] =>
  board
    .all()
    .flatMap((element) => [
      ...('text' in element ? [[element.id] as const] : []),
      ...('cells' in element
        ? element.rows.flatMap((row) => element.columns.map(({ id }) => [element.id, cellName(row.id, id)] as const))
        : []),
    ]);

const type = (board: Board, { do: does, which, at, to }: Deed, { letters }: World): void => {
  const all = fields(board);
  const session = board.typing(...(nth(all, which) ?? ['']));
  const value = session?.value() ?? '';
  const from = Math.min(at, value.length);
  if (does === 'type')
    session?.set(value.slice(0, from) + letters(1 + (to % 3)) + value.slice(from), from + 1 + (to % 3));
  else session?.set(value.slice(0, from) + value.slice(from + 1 + to), from);
  session?.close();
};

const format = (board: Board, { which, at, to, change }: Deed): void => {
  const element = nth(
    board.all().filter((one) => 'marks' in one || 'text' in one),
    which,
  );
  if (element === undefined || !('text' in element)) return;
  const marks = changedMarks(
    element.marks ?? [],
    Math.min(at, element.text.length),
    Math.min(at + to + 1, element.text.length),
    change,
  );
  board.edit((w) => w.patch(element.id, { marks: marks ?? null }));
};

const moved = <T>(list: readonly T[], from: number, to: number): readonly T[] => {
  const rest = list.filter((_, i) => i !== from % list.length);
  const one = list[from % list.length];
  return one === undefined ? rest : [...rest.slice(0, to % list.length), one, ...rest.slice(to % list.length)];
};

const regrid = (board: Board, { do: does, which, at, to }: Deed, { random }: World): void => {
  const table = nth(
    board.all().filter((element) => 'cells' in element),
    which,
  );
  if (table === undefined) return;
  const isRows = which % 2 === 0;
  const now: readonly (Row | Column)[] = isRows ? table.rows : table.columns;
  const index = at % Math.max(1, now.length);
  const size = isRows ? { height: 20 + 9 * to } : { width: 20 + 40 * to };
  const made = { id: newTrackKey(isRows ? 'r' : 'c', random), ...size } as Row | Column;
  const next = {
    insert: () => [...now.slice(0, index), made, ...now.slice(index)],
    take: () => (now.length > 1 ? now.filter((_, i) => i !== index) : now),
    move: () => moved(now, at, to),
    resize: () => now.map((track, i) => (i === index ? { ...track, ...size } : track)),
  }[does as 'insert' | 'take' | 'move' | 'resize']();
  board.edit((w) => w.patch(table.id, { [isRows ? 'rows' : 'columns']: next }));
};

/** Does it, where there is something to do it to. */
export const perform = ({ board }: Peer, deed: Deed, world: World): void => {
  const element = nth(board.all(), deed.which);
  const does = deed.do;
  if (does === 'undo' || does === 'redo') board[does]();
  else if (does === 'add') board.edit((w) => w.add(lettered(deed.element, world)));
  else if (does === 'type' || does === 'cut') type(board, deed, world);
  else if (does === 'format') format(board, deed);
  else if (does === 'insert' || does === 'take' || does === 'move' || does === 'resize') regrid(board, deed, world);
  else if (element === undefined) return;
  else if (does === 'patch') board.edit((w) => w.patch(element.id, patchFor(element, deed)));
  else if (does === 'tie') tie(board, element, deed);
  else if (does === 'remove') board.edit((w) => w.remove(element.id));
  else {
    const [z] = board.orderBetween(board.all().at(-1)?.z, undefined, 1);
    if (z !== undefined) board.edit((w) => w.patch(element.id, { z }));
  }
};
