import type * as Y from 'yjs';
import { markNames } from '../src/elements/marks.ts';
import { type Board, cellName, type Element, type MarkName, marksAt, toPlain } from '../src/index.ts';

/**
 * What people have made of a board, trace by trace: an element, one property of it, one letter of a text, one mark of a letter, one row
 * or column, one part erased. Follows from the elements alone, so a new kind has its traces too. No letter may be twice on a board.
 */
export interface Traces {
  /** Trace → its value as text. */
  readonly values: ReadonlyMap<string, string>;
  /** Elements of which all ink is erased: they are there, and show no properties until somebody undoes. */
  readonly unseen: ReadonlySet<string>;
}

/** The value of what is either there or not. */
export const here = 'here';

/** Properties that are looked at in parts, or follow from parts. */
const apart = new Set(['id', 'kind', 'text', 'marks', 'cells', 'rows', 'columns', 'cuts']);
const sumsOfTracks = new Set(['width', 'height']);

const noteProperties = (values: Map<string, string>, element: Element): void => {
  for (const [name, value] of Object.entries(toPlain(element)))
    if (!apart.has(name) && !('cells' in element && sumsOfTracks.has(name)))
      values.set(`${element.id}.${name}`, JSON.stringify(value));
};

const noteLetters = (values: Map<string, string>, element: Element): void => {
  if ('text' in element)
    [...element.text].forEach((letter, i) => {
      values.set(`${element.id}/${letter}`, here);
      for (const name of markNames)
        values.set(
          `${element.id}/${letter}*${name}`,
          JSON.stringify(marksAt(element.marks, i)?.[name as MarkName] ?? null),
        );
    });
  if ('cells' in element)
    element.rows.forEach((row, i) => {
      element.columns.forEach((column, j) => {
        const cell = cellName(row.id, column.id);
        for (const letter of element.cells[i]?.[j] ?? '') values.set(`${element.id}:${cell}/${letter}`, here);
      });
    });
};

/** Keys of rows, columns and erased parts: of each the document has as many as people made. */
const ownKey = /^[rcx][a-z]{7}$/;

export const tracesOf = (doc: Y.Doc, board: Board): Traces => {
  const values = new Map<string, string>();
  const elements = doc.getMap('el');
  for (const element of board.all()) {
    noteProperties(values, element);
    noteLetters(values, element);
  }
  for (const id of elements.keys()) values.set(id, here);
  for (const [key, value] of doc.getMap('ov'))
    if (ownKey.test(key.slice(13)) && elements.has(key.slice(0, 12))) values.set(key, JSON.stringify(value));
  return { values, unseen: new Set([...elements.keys()].filter((id) => board.get(id) === undefined)) };
};

const isMark = (trace: string): boolean => trace.includes('*');

/** What differs between two looks at a board. */
export const changedTraces = (before: Traces, after: Traces): string[] =>
  [...new Set([...before.values.keys(), ...after.values.keys()])].filter((trace) => {
    const [was, is] = [before.values.get(trace), after.values.get(trace)];
    if (was === is) return false;
    const id = trace.slice(0, 12);
    // Letters come and go with their marks, which are those of their neighbors.
    if (isMark(trace) && (was === undefined || is === undefined)) return false;
    return /^[.]/.test(trace.slice(12)) === false || !(before.unseen.has(id) || after.unseen.has(id));
  });

type Who = 'self' | 'others';

/** What one person knows of who made what. */
export interface Ledger {
  /**
   * What the person did themselves, or heard of. `mayBeBack`: others may have taken back what they did, so that what the person gave
   * is shown again. Returns what has changed.
   */
  note(after: Traces, who: Who, mayBeBack?: boolean): readonly string[];
  /**
   * What an undo or a redo of the person made of the board. Returns what of it was another's, and what has changed: an undo may change
   * what shows a value the person gave, a redo what the person's own step was the last to change.
   */
  take(
    after: Traces,
    kind: 'undo' | 'redo',
  ): { readonly foreign: readonly string[]; readonly changed: readonly string[] };
}

export const openLedger = (start: Traces): Ledger => {
  let now = start;
  /** Who gave a trace the value it shows. */
  const givers = new Map<string, ReadonlySet<Who>>();
  const lastChanged = new Map<string, Who>();
  /** Trace and value → who ever gave it that. */
  const gave = new Map<string, Set<Who>>();
  const keyOf = (trace: string, { values }: Traces): string => `${trace} ${values.get(trace)}`;
  const give = (key: string, who: Who): void => void gave.set(key, (gave.get(key) ?? new Set()).add(who));
  const move = (after: Traces, who: Who, visit: (trace: string) => void): readonly string[] => {
    const changed = changedTraces(now, after);
    for (const trace of changed) {
      visit(trace);
      // What comes and goes with its element is as it was: others took that away, or put it back.
      const id = trace.slice(0, 12);
      const isPart = trace !== id && now.values.has(id) !== after.values.has(id);
      if (who === 'self' || !isPart) lastChanged.set(trace, who);
    }
    now = after;
    return changed;
  };
  return {
    note: (after, who, mayBeBack = false) =>
      move(after, who, (trace) => {
        // Who is the first to make something is the one for whom it was not there.
        if (!givers.has(trace)) give(keyOf(trace, now), who);
        give(keyOf(trace, after), who);
        givers.set(trace, mayBeBack ? new Set(gave.get(keyOf(trace, after))) : new Set([who]));
      }),
    take: (after, kind) => {
      const foreign: string[] = [];
      const changed = move(after, 'self', (trace) => {
        const isOwn = kind === 'undo' ? givers.get(trace)?.has('self') : lastChanged.get(trace) === 'self';
        // Letters that were never marked themselves have what their neighbors have, and go along.
        if (isOwn !== true && givers.has(trace)) foreign.push(`${keyOf(trace, now)} → ${after.values.get(trace)}`);
        // What comes back belongs to those who gave it once; what nobody here ever saw came from others, unseen.
        givers.set(trace, gave.get(keyOf(trace, after)) ?? new Set(['others']));
      });
      return { foreign, changed };
    },
  };
};
