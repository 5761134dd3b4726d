import { type Board, type Clocks, type ElementId, fromPlain, parsePatch, toPlain } from '@gesso/crdt-schema';

/**
 * What was drawn here under a client id whose next clocks somebody else has taken meanwhile: no server takes it any more, and nobody
 * would ever see it. It is set down as plain elements, and drawn again on a fresh copy of the board, under another id.
 */

/** The part of `localStorage` that is used. */
export interface TakenStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const waiting = 'gesso.own.';
const stash = (board: string): string => `gesso.taken.${board}`;

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

/** Sets elements down as they are here. Throws when the storage does not take it: then nothing may be thrown away. */
export const setDown = (storage: TakenStorage, id: string, board: Board, elements: Iterable<ElementId>): void => {
  const before = readStash(storage, id);
  const plain = [...elements].flatMap((element) => {
    const drawn = board.get(element);
    return drawn === undefined ? [] : [toPlain(drawn)];
  });
  if (plain.length > 0) storage.setItem(stash(id), JSON.stringify([...before, ...plain]));
};

const readStash = (storage: TakenStorage, id: string): readonly unknown[] => {
  try {
    const read: unknown = JSON.parse(storage.getItem(stash(id)) ?? '[]');
    return Array.isArray(read) ? read : [];
  } catch {
    return [];
  }
};

/** Draws again what was set down, as one step; what is on the board already is brought to what it was. Gives how many. */
export const drawAgain = (storage: TakenStorage, id: string, board: Board): number => {
  const elements = readStash(storage, id).flatMap((plain) => {
    try {
      return [{ plain, element: fromPlain(plain) }];
    } catch {
      return [];
    }
  });
  if (elements.length === 0) return 0;
  board.edit((writer) => {
    for (const { plain, element } of elements) {
      const { id: known } = element;
      if (known === undefined || board.get(known) === undefined) writer.add(element);
      else writer.patch(known, parsePatch(element.kind, plain));
    }
  });
  return elements.length;
};

/** What was drawn again is stored. */
export const forgetTaken = (storage: TakenStorage, id: string): void => storage.removeItem(stash(id));

export const hasTaken = (storage: TakenStorage, id: string): boolean => readStash(storage, id).length > 0;
