import { applyStored, type BoardDoc, encodeState, isUntouched, type Report } from '@gesso/crdt-schema';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import { within } from '../waiting.ts';
import { openDatabase, type Rows, readRows } from './database.ts';
import { databaseOf } from './local-databases.ts';
import { type Kept, type Writing, writeRows } from './write-rows.ts';

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
  let writing: Writing | undefined;
  let lost = 0;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const lose = (which: Writing | undefined): void => {
    if (stopped || which !== writing) return;
    which?.end();
    writing = undefined;
    kept.value = 'nowhere';
    timer = setTimeout(() => void open(), Math.min(longestPause, firstPause * 2 ** lost));
    lost += 1;
  };

  const take = (rows: readonly Uint8Array[]): void => applyStored(doc, rows, origin, report);

  const use = (database: IDBDatabase, rows: Rows): Writing => {
    const wasEmpty = isUntouched(doc);
    const begun = writeRows(database, rows, {
      kept,
      whole(others) {
        take(others);
        return encodeState(doc);
      },
      wrote() {
        lost = 0;
      },
      failed: () => lose(begun),
    });
    writing = begun;
    take(rows.updates);
    // What is in the document and was not stored is written with all the rest.
    if (!wasEmpty) begun.join();
    else {
      kept.value = 'here';
      begun.joinLater();
    }
    return begun;
  };

  const open = async (): Promise<boolean> => {
    // Another page has begun a new copy: what would be written here is read by none.
    if (databaseOf(board) !== name) return false;
    let opened: IDBDatabase | undefined;
    let used: Writing | undefined;
    try {
      opened = await openDatabase(name, () => used && lose(used));
      const rows = await readRows(opened);
      if (stopped) opened.close();
      else used = use(opened, rows);
      return !stopped;
    } catch {
      opened?.close();
      lose(undefined);
      return false;
    }
  };

  const onUpdate = (update: Uint8Array, from: unknown) => {
    if (from !== origin) writing?.add(update);
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
    waits: () => writing?.waits() === true,
    made: (from) => from === origin,
    stop() {
      stopped = true;
      clearTimeout(timer);
      doc.off('update', onUpdate);
      writing?.end();
    },
  };
};
