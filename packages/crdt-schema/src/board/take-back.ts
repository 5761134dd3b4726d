import * as Y from 'yjs';
import type { ElementId } from '../elements/elements.ts';
import { cellOfKey, isCellKey, tracksOfCell } from '../elements/grid.ts';
import { Failure } from '../failure.ts';
import { isElementId } from '../ids.ts';
import { type BoardDoc, createBoardDoc } from '../yjs/board-doc.ts';
import { encodeState } from '../yjs/encode-state.ts';
import { elementOfKey, keyOfText, openRoots, textOf } from '../yjs/roots.ts';
import { openBoard } from './board.ts';
import { override } from './overrides.ts';
import { alike } from './restore.ts';
import { marksIn, newText, writeMarks } from './text-marks.ts';
import { writeText } from './text-splice.ts';
import {
  follow,
  followWhole,
  type Insert,
  lettersOf,
  marksWithout,
  type TextStory,
  textWithout,
} from './text-story.ts';
import { type Edit, remove } from './writer.ts';

/**
 * A board without what one person did in some time, and with all that others did in it. Each update of that time is gone through once, and
 * of each key and letter it is noted who was there last: what is that person's becomes what it was before, the rest is left as it is.
 */

/** An update in the order in which it was stored, and the id of the person who sent it. */
export interface Deed {
  readonly by: string;
  readonly update: Uint8Array;
}

/** What became of a key: what stands there without the person, and whether the person was the last to write it. */
interface KeyStory {
  without: unknown;
  isTheirs: boolean;
  /** What the person wrote last, once they have written anything. */
  written?: { readonly value: unknown };
}

interface Story {
  readonly el: Map<string, KeyStory>;
  readonly ov: Map<string, KeyStory>;
  readonly tx: Map<string, TextStory>;
  /** Elements of which others have written any part. */
  readonly others: Set<ElementId>;
}

function apply(doc: BoardDoc, update: Uint8Array): void {
  try {
    Y.applyUpdate(doc, update);
  } catch (error) {
    throw new Failure('MALFORMED', `history: ${String(error)}`);
  }
}

/** Notes what was written under keys. Returns those under which something new stands by others. */
function noteKeys(keys: Map<string, KeyStory>, event: Y.YMapEvent<unknown>, isTheirs: boolean): readonly string[] {
  const fresh: string[] = [];
  for (const [key, { oldValue }] of event.changes.keys) {
    const story: KeyStory = keys.get(key) ?? { without: oldValue, isTheirs: false };
    const value: unknown = event.target.get(key);
    keys.set(key, story);
    if (isTheirs) Object.assign(story, { isTheirs, written: { value } });
    // Undone was what had been taken back: it is the person's again.
    else if (story.written !== undefined && alike(story.written.value, value)) story.isTheirs = true;
    else {
      Object.assign(story, { isTheirs, without: value });
      if (value !== undefined) fresh.push(key);
    }
  }
  return isTheirs ? [] : fresh;
}

function noteText(story: Story, key: string, base: Y.Text | undefined, isTheirs: boolean): TextStory {
  const known = story.tx.get(key) ?? {
    ...{ letters: lettersOf(base?.toString() ?? '', false), marks: marksIn(base) },
    ...{ isTheirs: false, isOthers: false },
  };
  if (isTheirs) known.isTheirs = true;
  else known.isOthers = true;
  story.tx.set(key, known);
  return known;
}

/** Goes through what was done, and notes of each key and letter whose it is. `now`: where that has led. */
function tell(before: BoardDoc, deeds: Iterable<Deed>, now: BoardDoc, person: string): Story {
  const story: Story = { el: new Map(), ov: new Map(), tx: new Map(), others: new Set() };
  const doc = createBoardDoc();
  apply(doc, encodeState(before));
  const { el, ov, tx } = openRoots(doc);
  const texts = openRoots(before).tx;
  let isTheirs = false;
  const touch = (keys: readonly string[]) => {
    for (const key of keys) story.others.add(elementOfKey(key));
  };
  el.observe((event) => touch(noteKeys(story.el, event, isTheirs)));
  ov.observe((event) => touch(noteKeys(story.ov, event, isTheirs)));
  tx.observeDeep((events) => {
    for (const event of events) {
      const isWhole = event.target === tx;
      const keys = isWhole ? [...event.changes.keys.keys()] : [keyOfText(event.target, tx) ?? ''];
      for (const key of keys) {
        const text = noteText(story, key, textOf(texts, key), isTheirs);
        if (!isWhole) follow(text, event.delta as readonly Insert[], isTheirs);
        else followWhole(text, textOf(tx, key)?.toString() ?? '', isTheirs);
        text.marks = marksIn(textOf(tx, key));
        // A text that goes as a whole, or comes back as it was, is nothing that others have written.
        if (!isTheirs && (!isWhole || textWithout(text) !== '')) touch([key]);
      }
    }
  });
  for (const { by, update } of deeds) {
    isTheirs = by === person;
    apply(doc, update);
  }
  // What has not been stored yet is for this not that person's.
  isTheirs = false;
  apply(doc, Y.encodeStateAsUpdate(now, Y.encodeStateVector(doc)));
  doc.destroy();
  return story;
}

/** Whether the element goes on to be looked into: it is there without the person, too. */
function settleElement(edit: Edit, { el, others }: Story, id: ElementId): boolean {
  const own = el.get(id);
  if (own?.isTheirs !== true) return edit.el.has(id);
  if (own.without === undefined) {
    // Who drew on what the person has made keeps it, as it is.
    if (edit.el.has(id) && !others.has(id)) remove(edit, id);
    return false;
  }
  if (edit.el.get(id) !== own.without) edit.el.set(id, own.without);
  return true;
}

/** Keys of the rows and columns in which letters by others are left. */
function tracksOfOthers({ tx }: Story): ReadonlySet<string> {
  const tracks = new Set<string>();
  for (const [key, text] of tx) {
    if (!isCellKey(key) || textWithout(text) === '') continue;
    for (const track of tracksOfCell(cellOfKey(key))) tracks.add(`${elementOfKey(key)}:${track}`);
  }
  return tracks;
}

function settleText(edit: Edit, before: BoardDoc, key: string, story: TextStory): void {
  const text = textWithout(story);
  const shared = textOf(edit.tx, key);
  const then = textOf(openRoots(before).tx, key);
  if (shared === undefined) {
    if (text !== '') edit.tx.set(key, newText(text, story.isOthers ? marksWithout(story) : marksIn(then)));
  } else {
    writeText(shared, text);
    if (!story.isOthers) writeMarks(shared, marksIn(then) ?? []);
  }
  edit.boardElements.cells.changed(key);
}

/**
 * The board as it would be without what a person did in some time. `base`: the board before that (a Yjs update v1; empty for none), `deeds`:
 * all that was stored since, of everybody, in order; `now`: the board, which is not written to and may hold more than was stored. Returns a
 * document to be compared with it (`differenceOf`) and brought about (`restoreVersion`), at once, as what others do later is not in it.
 *
 * What others wrote last stays, letter by letter in texts; an element of the person on which others have written any part stays as it is.
 * Marks of letters become what they were where nobody else has touched the text. Comments and the name of the board stay. Throws
 * MALFORMED for bytes that are no update.
 */
export function withoutDeeds(now: BoardDoc, base: Uint8Array, deeds: Iterable<Deed>, person: string): BoardDoc {
  const before = createBoardDoc();
  if (base.length > 0) apply(before, base);
  const story = tell(before, deeds, now, person);
  const target = createBoardDoc();
  apply(target, encodeState(now));
  const board = openBoard(target);
  const named = [...story.el.keys(), ...[...story.ov.keys(), ...story.tx.keys()].map(elementOfKey)];
  board.edit((writer) =>
    writer.by((edit) => {
      const settled = new Set(named.filter((id) => isElementId(id) && settleElement(edit, story, id)));
      const written = tracksOfOthers(story);
      for (const [key, { isTheirs, without }] of story.ov) {
        const id = elementOfKey(key);
        // In a row or a column that is gone, nobody sees what others have written.
        const isKept = without === undefined && written.has(key);
        if (isTheirs && !isKept && settled.has(id)) override(edit, id, key.slice(id.length + 1), without);
      }
      for (const [key, text] of story.tx)
        if (text.isTheirs && settled.has(elementOfKey(key))) settleText(edit, before, key, text);
      for (const id of settled) edit.boardElements.refresh(id);
    }),
  );
  board.close();
  before.destroy();
  return target;
}
