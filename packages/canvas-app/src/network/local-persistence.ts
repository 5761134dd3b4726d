import { applyStored, type BoardDoc, encodeState, isUntouched, type Report } from '@gesso/crdt-schema';
import { type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import { within } from '../waiting.ts';
import { type Opened, openRows, whenLost } from './database.ts';
import { databaseOf, fromOtherTab } from './local-databases.ts';
import type { Prefetched } from './prefetch.ts';
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
const openingTimeout = 4_000;
/** ms before a copy that was lost is opened again; doubled with each time that it is lost before anything is written. */
const firstPause = 1_000;
const longestPause = 60_000;

/** What is kept of one board, and how that goes. */
interface Keeping {
  readonly board: string;
  readonly doc: BoardDoc;
  /** Of its database. */
  readonly name: string;
  readonly kept: Signal<Kept>;
  /** Brings rows of the database into the document. */
  readonly apply: (rows: readonly Uint8Array[]) => void;
  /** The database as it was opened before the app was there. Good for one time. */
  early: Prefetched['copy'] | undefined;
  writing?: Writing | undefined;
  /** How often it was lost since anything was written. */
  lost: number;
  stopped?: boolean;
  timer?: ReturnType<typeof setTimeout>;
}

/** The database takes no more: it is opened again after a pause, unless it was left before. */
function lose(keeping: Keeping, which: Writing | undefined): void {
  if (keeping.stopped || which !== keeping.writing) return;
  which?.end();
  keeping.writing = undefined;
  keeping.kept.value = 'nowhere';
  keeping.timer = setTimeout(() => void open(keeping), Math.min(longestPause, firstPause * 2 ** keeping.lost));
  keeping.lost += 1;
}

/** Brings what is stored into the document, and begins to write to its database. */
function use(keeping: Keeping, { database, rows }: Opened): Writing {
  const { doc, kept, apply } = keeping;
  const wasEmpty = isUntouched(doc);
  const begun = writeRows(database, rows, {
    kept,
    whole(others) {
      apply(others);
      return encodeState(doc);
    },
    wrote() {
      keeping.lost = 0;
    },
    failed: () => lose(keeping, begun),
  });
  keeping.writing = begun;
  apply(rows.updates);
  // What is in the document and was not stored is written with all the rest.
  if (!wasEmpty) begun.join();
  else {
    kept.value = 'here';
    begun.joinLater();
  }
  return begun;
}

/** Opens the database. Resolves with whether what it holds is in the document. */
async function open(keeping: Keeping): Promise<boolean> {
  const { board, name } = keeping;
  let opened: Opened | undefined;
  try {
    opened = await keeping.early;
    keeping.early = undefined;
    // Strokes are listened to before a large board is taken in.
    if (opened) await new Promise((next) => setTimeout(next));
    const current = databaseOf(board);
    // Where the copy was begun anew meanwhile, it has another name.
    if (opened?.database.name !== current) {
      opened?.database.close();
      opened = undefined;
    }
    if (current !== name) {
      // Another page has begun a new copy: what would be written here is read by none.
      keeping.kept.value = 'nowhere';
      return false;
    }
    opened ??= await openRows(name);
    if (keeping.stopped) opened.database.close();
    else {
      const used = use(keeping, opened);
      whenLost(opened.database, () => lose(keeping, used));
    }
    return !keeping.stopped;
  } catch {
    opened?.database.close();
    lose(keeping, undefined);
    return false;
  }
}

/**
 * Stores the document of `board` on this device and loads what was stored before. `stored` and `copy` are what was prefetched.
 * No matter what becomes of the store, the document goes on: a copy that was closed, cleared or filled is opened again and written anew,
 * and `kept` says what holds meanwhile.
 */
export const keepLocally = (
  board: string,
  doc: BoardDoc,
  { stored, copy }: Pick<Prefetched, 'stored' | 'copy'>,
  report: Report,
): LocalCopy => {
  const name = databaseOf(board);
  const kept = signal<Kept>('opening');
  /** Origin of what comes from the store. */
  const origin = { copy: name };
  const apply = (rows: readonly Uint8Array[]) => applyStored(doc, rows, origin, report);
  const keeping: Keeping = { board, doc, name, kept, apply, early: copy, lost: 0 };

  const onUpdate = (update: Uint8Array, from: unknown) => {
    if (from !== origin && from !== fromOtherTab) keeping.writing?.add(update);
  };
  doc.on('update', onUpdate);

  const loaded = within(openingTimeout, open(keeping)).catch(() => {
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
    waits: () => keeping.writing?.waits() === true,
    made: (from) => from === origin,
    stop() {
      keeping.stopped = true;
      clearTimeout(keeping.timer);
      doc.off('update', onUpdate);
      keeping.writing?.end();
    },
  };
};
