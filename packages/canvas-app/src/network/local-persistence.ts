import { applyStored, type BoardDoc, encodeState, isUntouched, type Report } from '@gesso/crdt-schema';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import { within } from '../waiting.ts';
import { addRows, openDatabase, type Rows, readRows, replaceRows } from './database.ts';
import { databaseOf } from './local-databases.ts';

/**
 * Whether what is drawn here outlives this page: not known yet, in this browser, in this browser once its slow disk has it, or
 * nowhere but on this page.
 */
export type Kept = 'opening' | 'here' | 'late' | 'nowhere';

/** A board's copy on this device: what keeps offline work across a closed tab. */
export interface LocalCopy {
  /** Of its database. */
  readonly name: string;
  /** Resolves once what was stored is in the document; false when this browser cannot store, or does not answer in time. */
  readonly loaded: Promise<boolean>;
  /** Resolves once nothing that was stored is missing in the document: on a first visit long before `loaded`. */
  readonly complete: Promise<void>;
  readonly kept: ReadonlySignal<Kept>;
  /** Whether something was handed to the browser that it has not written yet. */
  waits(): boolean;
  /** Whether a transaction came from this copy. */
  made(origin: unknown): boolean;
  stop(): void;
}

/** ms that the copy may take to be read before the board opens without it. What comes later is taken in then. */
const openPatience = 4_000;
/** ms that the browser may take to write. */
const writePatience = 5_000;
/** ms that a write may take before it is said that what is drawn is not kept yet. */
const moment = 500;
/** Rows that are joined into one. */
const mostRows = 500;
/** ms after the last of them, so that nobody is drawing. */
const calm = 1_000;
/** ms before a copy that was lost is opened again; doubled with each time that it is lost before anything is written. */
const firstPause = 1_000;
const longestPause = 60_000;

/**
 * Stores the document of `board` on this device and loads what was stored before. `stored` is what `storedBoards` gave when the
 * page began. No matter what becomes of the store, the document goes on: a copy that was closed, cleared or filled is opened again
 * and written anew, and `kept` says what holds meanwhile.
 */
export const keepLocally = (
  board: string,
  doc: BoardDoc,
  stored: Promise<ReadonlySet<string> | undefined>,
  report: Report,
): LocalCopy => {
  const name = databaseOf(board);
  const kept = signal<Kept>('opening');
  /** Origin of what comes from the store. */
  const origin = { copy: name };
  let database: IDBDatabase | undefined;
  /** Writes that the browser has not finished, in their order, which it keeps. */
  let writing = 0;
  let slow: ReturnType<typeof setTimeout> | undefined;
  let joining = false;
  /** Key of the last row that is in the document, and rows that were added since. */
  let last = 0;
  let added = 0;
  let lost = 0;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const watch = (): void => {
    clearTimeout(slow);
    if (writing > 0)
      slow = setTimeout(() => {
        if (kept.value !== 'nowhere') kept.value = 'late';
      }, moment);
  };

  const lose = (which: IDBDatabase | undefined): void => {
    if (stopped || which !== database) return;
    which?.close();
    database = undefined;
    joining = false;
    writing = 0;
    watch();
    kept.value = 'nowhere';
    clearTimeout(timer);
    timer = setTimeout(reopen, Math.min(longestPause, firstPause * 2 ** lost));
    lost += 1;
  };

  /** Hands a write over at once: what the browser has been given outlives the page. */
  const write = (into: IDBDatabase, work: () => Promise<void>): void => {
    writing += 1;
    if (writing === 1) watch();
    within(
      writePatience,
      // An exception of a closed database is a rejection like any other.
      (async () => work())(),
    ).then(
      () => {
        if (into !== database) return;
        writing -= 1;
        lost = 0;
        if (writing === 0 || kept.value !== 'late') kept.value = 'here';
        watch();
        joinLater(into);
      },
      () => lose(into),
    );
  };

  /** One at a time; rows that are handed over meanwhile come behind it. */
  const join = (into: IDBDatabase): void => {
    joining = true;
    added = 0;
    write(into, async () => {
      last = await replaceRows(into, last, (others) => {
        take(others);
        return encodeState(doc);
      });
      if (into === database) joining = false;
    });
  };

  const joinLater = (into: IDBDatabase): void => {
    if (added < mostRows || joining) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (into === database && !joining) join(into);
    }, calm);
  };

  const take = (rows: readonly Uint8Array[]): void => applyStored(doc, rows, origin, report);

  const use = (opened: IDBDatabase, rows: Rows): void => {
    const wasEmpty = isUntouched(doc);
    database = opened;
    last = rows.last;
    added = rows.updates.length;
    take(rows.updates);
    // What is in the document and was not stored is written with all the rest.
    if (!wasEmpty) join(opened);
    else {
      kept.value = 'here';
      joinLater(opened);
    }
  };

  const open = async (): Promise<boolean> => {
    // Another page has begun a new copy: what would be written here is read by none.
    if (databaseOf(board) !== name) return false;
    let opened: IDBDatabase | undefined;
    try {
      opened = await openDatabase(name, () => lose(opened));
      const rows = await readRows(opened);
      if (stopped) opened.close();
      else use(opened, rows);
      return !stopped;
    } catch {
      opened?.close();
      lose(undefined);
      return false;
    }
  };
  const reopen = () => void open();

  const onUpdate = (update: Uint8Array, from: unknown) => {
    const into = database;
    if (from === origin || into === undefined) return;
    added += 1;
    write(into, () => addRows(into, [update]));
  };
  doc.on('update', onUpdate);

  const loaded = within(openPatience, open()).catch(() => {
    kept.value = 'nowhere';
    return false;
  });
  return {
    name,
    loaded,
    complete: stored.then(async (names) => {
      if (names === undefined || names.has(name)) await loaded;
    }),
    kept,
    waits: () => writing > 0,
    made: (from) => from === origin,
    stop() {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(slow);
      doc.off('update', onUpdate);
      database?.close();
    },
  };
};
