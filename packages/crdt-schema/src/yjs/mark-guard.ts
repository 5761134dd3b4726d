import * as Y from 'yjs';
import { forEachEqual, formatLetters, type Letter, letterKey, lettersOf } from './mark-letters.ts';
import { hasFormats } from './text-runs.ts';
import { forEachItem, type UndoStep } from './undo-step.ts';

/** How a letter came to the value it has of a mark. */
interface Given {
  readonly value: unknown;
  /** The notes of the own step that gave it; undefined where others did, or it was there before. */
  readonly step?: object | undefined;
  /** What this replaced. */
  readonly below?: Given | undefined;
  /** What an undo took away to show this again. */
  readonly undone?: Given;
}

/** What is known of one mark, letter by letter. */
type Known = Map<string, Given>;

/** Keeps marks as others gave them while own steps are undone and redone. */
export interface MarkGuard {
  /** Takes a step, the only one that its manager sees, so that only its own marks change. */
  take(step: UndoStep, kind: 'undo' | 'redo'): void;
  close(): void;
}

export type FollowMarks = (manager: Y.UndoManager, local: unknown, names: readonly string[]) => MarkGuard;

/** What a letter had before a step. */
const before = (given: Given, step: object): Given =>
  given.step === step && given.below !== undefined ? before(given.below, step) : given;

/**
 * Gets to know letters that are new: they have what their neighbors have, as what is typed has, or else what was there before. The
 * same for a letter that came to its value unseen.
 */
function meet(known: Known, letters: readonly Letter[]): void {
  const isRight = (given: Given | undefined, { was }: Letter): boolean => given !== undefined && given.value === was;
  const meetBeside = (letter: Letter, beside: Letter | undefined): boolean => {
    if (letter.was === undefined || isRight(known.get(letter.key), letter)) return true;
    const given = known.get(beside?.key ?? '');
    if (given === undefined || !isRight(given, letter)) return false;
    known.set(letter.key, given);
    return true;
  };
  letters.forEach((letter, i) => {
    meetBeside(letter, letters[i - 1]);
  });
  for (const [i, letter] of [...letters.entries()].reverse())
    if (!meetBeside(letter, letters[i + 1])) known.set(letter.key, { value: letter.was });
}

const isChanged = ({ was, now }: Letter): boolean => was !== undefined && now !== undefined && was !== now;

function noteOwn(known: Known, letters: readonly Letter[], step: object | undefined): void {
  for (const letter of letters)
    if (isChanged(letter)) known.set(letter.key, { value: letter.now, step, below: known.get(letter.key) });
}

function noteOthers(known: Known, all: readonly Letter[]): void {
  const letters = all.filter(({ now }) => now !== undefined);
  const values = letters.map(({ now }) => now);
  forEachEqual(values, (from, to) => {
    const run = letters.slice(from, to);
    const given: Given = { value: values[from] };
    if (run.some((letter) => letter.again || isChanged(letter))) for (const { key } of run) known.set(key, given);
  });
}

/** Decides what taking a step makes of the letters of a text. Returns the value that each is to have. */
function decide(
  known: Known,
  letters: readonly Letter[],
  step: object,
  kind: 'undo' | 'redo',
): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  meet(known, letters);
  for (const { key } of letters) {
    let given = known.get(key);
    if (kind === 'redo' && given?.undone?.step === step) given = given.undone;
    else if (kind === 'undo' && given?.step === step) given = { ...before(given, step), undone: given };
    if (given !== undefined) known.set(key, given);
    values.set(key, given?.value);
  }
  return values;
}

/** The texts with formats that a step has to do with, as they are in the document now. */
function textsOf(store: Y.Doc['store'], step: UndoStep): ReadonlySet<Y.Text> {
  const texts = new Set<Y.Text>();
  for (const ids of [step.insertions, step.deletions])
    forEachItem(store, ids, (item) => {
      if (!(item.parent instanceof Y.Text)) return;
      let last = item;
      while (last.redone !== null) last = Y.getItem(store, last.redone) as Y.Item;
      const text = last.parent as Y.Text;
      if (text._item?.deleted === false && hasFormats(text)) texts.add(text);
    });
  return texts;
}

/**
 * Tells what is known of letters to the copies that taking a step has made of them. Returns what they are to have: what they had when
 * they were taken away.
 */
function followCopies(store: Y.Doc['store'], known: Known, step: UndoStep): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  forEachItem(store, step.deletions, ({ id, redone, countable }, from, to) => {
    for (let clock = from; countable && redone !== null && clock < to; clock++) {
      const given = known.get(letterKey(id, clock - id.clock));
      const copy = letterKey(redone, clock - id.clock);
      if (given !== undefined) known.set(copy, given);
      values.set(copy, given?.value ?? null);
    }
  });
  return values;
}

/**
 * Formats of a Y.Text are markers among its letters, and where a format begins or ends at one that is there already, Yjs takes that
 * one away or goes by it: one's markers are part of what others have formatted since. So an undo of markers may run on to the end of the
 * text, or take away what a colleague has marked. The guard follows letter by letter who gave it its marks, and sets right what
 * taking a step does to letters that it did not mark.
 *
 * A person who marks more than is marked already leaves no trace on the letters that were: so letters of the same value that touch
 * those that others have changed count as marked by them as well, and no step takes that back.
 */
export const followMarks: FollowMarks = (manager, local, names) => {
  const { doc } = manager;
  const marks: readonly (readonly [name: string, known: Known])[] = names.map((name) => [name, new Map()]);
  /** Steps of which it was not noted what they did. */
  const unseen = new Set([...manager.undoStack, ...manager.redoStack].map(({ meta }) => meta));

  const note = (transaction: Y.Transaction): void => {
    // What steps do to marks is known when they are taken. The manager, which listens for longer, has this step already.
    if (transaction.origin === manager) return;
    const step = transaction.origin === local ? manager.undoStack.at(-1)?.meta : undefined;
    for (const text of transaction.changed.keys() as Iterable<unknown>)
      for (const [name, known] of text instanceof Y.Text && hasFormats(text) ? marks : []) {
        const letters = lettersOf(text as Y.Text, name, transaction);
        // What others do is of interest where oneself has marked letters.
        if (step === undefined && !letters.some(({ key }) => known.has(key))) continue;
        meet(known, letters);
        (step === undefined ? noteOthers : noteOwn)(known, letters, step);
      }
  };
  doc.on('afterTransaction', note);

  /** Takes a step and sets marks right, in the transaction that is open. */
  const takeIn = (step: UndoStep, kind: 'undo' | 'redo'): void => {
    const wanted = [...textsOf(doc.store, step)].flatMap((text) =>
      marks.map(([name, known]) => {
        const values = decide(known, lettersOf(text, name), step.meta, kind);
        return [text, name, values] as const;
      }),
    );
    manager[kind]();
    const copies = new Map(marks.map(([name, known]) => [name, followCopies(doc.store, known, step)]));
    for (const [text, name, values] of wanted)
      formatLetters(text, name, new Map([...values, ...(copies.get(name) ?? [])]));
  };

  /** Takes a step and all that sets marks right in one transaction, of which the manager makes one step back. */
  const takeWhole = (step: UndoStep, kind: 'undo' | 'redo'): void => {
    const flag = `${kind}ing` as const;
    try {
      doc.transact(() => {
        takeIn(step, kind);
        // By this the manager tells, once the transaction ends, that it was no edit.
        manager[flag] = true;
      }, manager);
    } finally {
      manager[flag] = false;
    }
  };

  return {
    take: (step, kind) => {
      const back = kind === 'undo' ? manager.redoStack : manager.undoStack;
      const last = back.at(-1);
      if (unseen.has(step.meta)) manager[kind]();
      else takeWhole(step, kind);
      const added = back.at(-1);
      if (added !== undefined && added !== last) added.meta = step.meta;
    },
    close: () => doc.off('afterTransaction', note),
  };
};
