import { applyStored, type BoardDoc, isUntouched, type Report, wholeState } from '@gesso/crdt-schema';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import { within } from '../waiting.ts';
import { addRows, openDatabase, type Rows, readRows, replaceRows } from './database.ts';
import { databaseOf } from './stored.ts';

/** Whether what is drawn here outlives this page: not known yet, in this browser, or nowhere but on this page. */
export type Kept = 'opening' | 'here' | 'nowhere';

/** A board's copy on this device: what keeps offline work across a closed tab. */
export interface LocalCopy {
  /** Resolves once what was stored is in the document; false when this browser cannot store, or does not answer in time. */
  readonly loaded: Promise<boolean>;
  /** Resolves once nothing that was stored is missing in the document: on a first visit long before `loaded`. */
  readonly complete: Promise<void>;
  readonly kept: ReadonlySignal<Kept>;
  /** Whether a transaction came from this copy. */
  made(origin: unknown): boolean;
  stop(): void;
}

/** ms that the copy may take to be read before the board opens without it. What comes later is taken in then. */
const openPatience = 4_000;
/** ms that the browser may take to write. */
const writePatience = 5_000;
/** Rows that are joined into one. */
const mostRows = 500;
/** ms after the last of them, so that nobody is drawing. */
const calm = 1_000;
/** ms before a copy that was lost is opened again; doubled with each time that it is lost before anything is written. */
const firstPause = 1_000;
const longestPause = 60_000;

/**
 * Stores the document of `board` on this device and loads what was stored before. `stored` is what `storedBoards` gave when the
 * page began. Whatever becomes of the store, the document goes on: a copy that was closed, cleared or filled is opened again
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
  let waiting: Uint8Array[] = [];
  let writing = false;
  /** Key of the last row that is in the document, and rows that were added since. */
  let last = 0;
  let added = 0;
  let lost = 0;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const lose = (which: IDBDatabase | undefined): void => {
    if (stopped || which !== database) return;
    which?.close();
    database = undefined;
    writing = false;
    waiting = [];
    kept.value = 'nowhere';
    clearTimeout(timer);
    timer = setTimeout(reopen, Math.min(longestPause, firstPause * 2 ** lost));
    lost += 1;
  };

  /** One write at a time; what is drawn meanwhile is written together. */
  const write = (into: IDBDatabase, work: () => Promise<void>): void => {
    writing = true;
    within(
      writePatience,
      // An exception of a closed database is a rejection like any other.
      (async () => work())(),
    ).then(
      () => {
        if (into !== database) return;
        writing = false;
        lost = 0;
        kept.value = 'here';
        flush();
      },
      () => lose(into),
    );
  };

  const join = (into: IDBDatabase): void =>
    write(into, async () => {
      last = await replaceRows(into, last, (others) => {
        take(others);
        return wholeState(doc);
      });
      added = 0;
    });

  const flush = (): void => {
    if (database === undefined || writing) return;
    const into = database;
    if (waiting.length > 0) {
      const rows = waiting;
      waiting = [];
      added += rows.length;
      write(into, () => addRows(into, rows));
    } else if (added >= mostRows) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (into === database && !writing) join(into);
      }, calm);
    }
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
      flush();
    }
  };

  const open = async (): Promise<boolean> => {
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
    if (from === origin || database === undefined) return;
    waiting.push(update);
    flush();
  };
  doc.on('update', onUpdate);

  const loaded = within(openPatience, open()).catch(() => {
    kept.value = 'nowhere';
    return false;
  });
  return {
    loaded,
    complete: stored.then(async (names) => {
      if (names === undefined || names.has(name)) await loaded;
    }),
    kept,
    made: (from) => from === origin,
    stop() {
      stopped = true;
      clearTimeout(timer);
      doc.off('update', onUpdate);
      database?.close();
    },
  };
};
