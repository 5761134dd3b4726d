import type { Clocks } from '@gesso/crdt-schema';

/** The part of `localStorage` that is used. */
export interface TakenStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const waiting = 'gesso.own.';
/** Key of what was set down of a board. */
export const stash = (board: string): string => `gesso.taken.${board}`;

/** From which clocks on this device's own words are not known to be stored, kept so that a page that comes later knows too. */
export interface OwnWords {
  begins(): Clocks;
  /** Something was written under a client id whose words were all stored up to `clock`. */
  wrote(client: number, clock: number): void;
  /** Everything is stored. */
  stored(): void;
  /** Nothing more is sent for now: who knows when the next page comes. */
  keep(): void;
}

/** `storage` undefined: only this page knows. Never throws. */
export const ownWords = (board: () => string | undefined, storage: TakenStorage | undefined): OwnWords => {
  const own = new Map<number, number>();
  let kept = false;
  let read = false;

  const keys = (): string[] => {
    const id = board();
    if (storage === undefined || id === undefined) return [];
    const prefix = `${waiting}${id}.`;
    return Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '').filter((key) =>
      key.startsWith(prefix),
    );
  };
  const quietly = (work: () => void): void => {
    try {
      work();
    } catch {
      // A storage that is full or closed costs only what a later page would have known.
    }
  };
  const load = (): void => {
    if (read || board() === undefined) return;
    read = true;
    quietly(() => {
      for (const key of keys()) {
        const client = Number(key.slice(key.lastIndexOf('.') + 1));
        const clock = Number(storage?.getItem(key));
        if (Number.isSafeInteger(client) && Number.isSafeInteger(clock) && !own.has(client)) own.set(client, clock);
        kept = true;
      }
    });
  };

  return {
    begins() {
      load();
      return own;
    },
    wrote(client, clock) {
      if (!own.has(client)) own.set(client, clock);
    },
    stored() {
      own.clear();
      if (!kept) return;
      kept = false;
      quietly(() => {
        for (const key of keys()) storage?.removeItem(key);
      });
    },
    keep() {
      const id = board();
      if (own.size === 0 || id === undefined) return;
      kept = true;
      quietly(() => {
        for (const [client, clock] of own) storage?.setItem(`${waiting}${id}.${client}`, String(clock));
      });
    },
  };
};

/** What an earlier page had to set down of a board, as plain elements; nothing when it cannot be read. */
export const takenOf = (storage: TakenStorage, board: string): readonly unknown[] => {
  try {
    const read: unknown = JSON.parse(storage.getItem(stash(board)) ?? '[]');
    return Array.isArray(read) ? read : [];
  } catch {
    return [];
  }
};
