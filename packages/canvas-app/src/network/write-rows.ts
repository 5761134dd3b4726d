import type { Signal } from '@preact/signals-core';
import { within } from '../waiting.ts';
import { addRows, type Rows, replaceRows } from './database.ts';

/**
 * Whether what is drawn here outlives this page: not known yet, in this browser, in this browser once its slow disk has it, or
 * nowhere but on this page.
 */
export type Kept = 'opening' | 'here' | 'late' | 'nowhere';

/** ms that the browser may take to write. */
const writingTimeout = 5_000;
/** ms that a write may take before it is said that what is drawn is not kept yet. */
const moment = 500;
/** Rows that are joined into one. */
const mostRows = 500;
/** ms after the last of them, so that nobody is drawing. */
const calm = 1_000;

/** What the writing to one opened database needs of the copy. */
export interface WritingDeps {
  readonly kept: Signal<Kept>;
  /** Takes the rows of other pages in, and returns the whole document. */
  readonly whole: (others: readonly Uint8Array[]) => Uint8Array;
  readonly wrote: () => void;
  /** The database takes no more. */
  readonly failed: () => void;
}

/** Writes to one opened database, until it ends. */
export interface Writing {
  /** Whether the browser has not finished a write. */
  waits(): boolean;
  add(update: Uint8Array): void;
  /** Puts the whole document in the place of all rows: one at a time; rows that are handed over meanwhile come behind it. */
  join(): void;
  /** Joins the rows once it is calm, if they are many. */
  joinLater(): void;
  /** Closes the database. What becomes of its writes is told no more. */
  end(): void;
}

/** Begins to write to a database whose rows are in the document, or are about to be. */
export function writeRows(database: IDBDatabase, rows: Rows, { kept, whole, wrote, failed }: WritingDeps): Writing {
  /** Writes that the browser has not finished, in their order, which it keeps. */
  let writing = 0;
  let slow: ReturnType<typeof setTimeout> | undefined;
  let joining = false;
  /** Key of the last row that is in the document, and rows that were added since. */
  let last = rows.last;
  let added = rows.updates.length;
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const watch = () => {
    clearTimeout(slow);
    if (writing > 0)
      slow = setTimeout(() => {
        if (kept.value !== 'nowhere') kept.value = 'late';
      }, moment);
  };

  /** Hands a write over at once: what the browser has been given outlives the page. */
  const write = (work: () => Promise<void>) => {
    writing += 1;
    if (writing === 1) watch();
    within(
      writingTimeout,
      // An exception of a closed database is a rejection like any other.
      (async () => work())(),
    ).then(
      () => {
        writing -= 1;
        if (ended) return;
        wrote();
        if (writing === 0 || kept.value !== 'late') kept.value = 'here';
        watch();
        joinLater();
      },
      () => ended || failed(),
    );
  };

  const join = () => {
    joining = true;
    added = 0;
    write(async () => {
      last = await replaceRows(database, last, whole);
      joining = false;
    });
  };

  const joinLater = () => {
    if (added < mostRows || joining) return;
    clearTimeout(timer);
    timer = setTimeout(() => joining || join(), calm);
  };

  return {
    waits: () => writing > 0,
    add(update) {
      added += 1;
      write(() => addRows(database, [update]));
    },
    join,
    joinLater,
    end() {
      ended = true;
      clearTimeout(slow);
      clearTimeout(timer);
      database.close();
    },
  };
}
