import type { Clocks } from '@gesso/crdt-schema';
import type { KeyedStorage } from '../storage.ts';

const waiting = 'gesso.own.';
/** Key of what was set down of a board. */
export const stash = (board: string): string => `gesso.taken.${board}`;

/** How many changes a text tells of that was kept under a client id: it is the clock, that number, and the clock behind the last. */
const countIn = (text: string): number => Number(text.split(' ')[1]) || 0;

const clientIn = (key: string): number => Number(key.slice(key.lastIndexOf('.') + 1));

/** The keys that begin so. */
const keysWith = (storage: KeyedStorage, start: string): string[] =>
  Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '').filter((key) => key.startsWith(start));

/** From which clocks on what this device has written is not known to be stored, kept so that a later page knows too. */
export interface UnsavedChanges {
  begins(): Clocks;
  /** Something was written under a client id whose content was all stored up to `clock`. It ends at `to`. */
  wrote(client: number, clock: number, to: number): void;
  /** How many changes earlier pages have left, that were not stored when they ended. */
  earlier(): number;
  /** Everything is stored, all that the document has up to these clocks among it: pages that have ended may have left of it. */
  stored(has?: (client: number) => number): void;
  /** Nothing more is sent for now: who knows when the next page comes. */
  keep(): void;
}

const quietly = (work: () => void): void => {
  try {
    work();
  } catch {
    // A storage that is full or closed costs only what a later page would have known.
  }
};

/** How many changes wait on this device, by board. Never throws. */
export function unsentChanges(storage: KeyedStorage | undefined): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  try {
    for (const key of storage ? keysWith(storage, waiting) : []) {
      const [, board] = /^gesso\.own\.([\w-]+)\.\d+$/.exec(key) ?? [];
      const changes = countIn(storage?.getItem(key) ?? '');
      if (board !== undefined && changes > 0) found.set(board, (found.get(board) ?? 0) + changes);
    }
  } catch {
    // A storage that is closed knows of none.
  }
  return found;
}

/** `storage` undefined: only this page knows. Never throws. */
export const unsavedChanges = (board: () => string | undefined, storage: KeyedStorage | undefined): UnsavedChanges => {
  const own = new Map<number, number>();
  /** Client ids of this page; the others were read, and their page may be open still. */
  const mine = new Set<number>();
  /** What stands in the storage as far as this page knows. */
  const kept = new Map<string, string>();
  /** The clock behind what was written last, by client id. */
  const ends = new Map<number, number>();
  /** Whether other pages may have written and ended since it was looked. */
  let wasAway = false;
  let changes = 0;
  let earlier = 0;
  let read = false;

  const load = (): void => {
    const id = board();
    if (read || id === undefined || storage === undefined) return;
    read = true;
    quietly(() => {
      for (const key of keysWith(storage, `${waiting}${id}.`)) {
        const text = storage.getItem(key) ?? '';
        const client = clientIn(key);
        const clock = Number.parseInt(text, 10);
        if (Number.isSafeInteger(client) && Number.isSafeInteger(clock) && !own.has(client)) own.set(client, clock);
        kept.set(key, text);
        earlier += countIn(text);
      }
    });
  };

  return {
    begins() {
      load();
      return own;
    },
    earlier() {
      load();
      return earlier;
    },
    wrote(client, clock, to) {
      changes += 1;
      ends.set(client, to);
      mine.add(client);
      if (!own.has(client)) own.set(client, clock);
    },
    stored(has) {
      own.clear();
      mine.clear();
      // What is written from here on begins at a later clock: a text that says the same is never another's.
      changes = 0;
      quietly(() => {
        if (wasAway && has && storage)
          for (const key of keysWith(storage, `${waiting}${board()}.`))
            if (Number(storage.getItem(key)?.split(' ')[2]) <= has(clientIn(key))) storage.removeItem(key);
        wasAway = false;
        // Another page that has gone on writing since has changed it.
        for (const [key, text] of kept) if (storage?.getItem(key) === text) storage.removeItem(key);
      });
      kept.clear();
    },
    keep() {
      const id = board();
      wasAway = true;
      if (id === undefined) return;
      quietly(() => {
        for (const client of mine) {
          const key = `${waiting}${id}.${client}`;
          const text = `${own.get(client)} ${changes} ${ends.get(client)}`;
          storage?.setItem(key, text);
          kept.set(key, text);
        }
      });
    },
  };
};
