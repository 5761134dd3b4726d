import { type Element, type ElementId, toPlain } from '@gesso/crdt-schema';
import { effect, type ReadonlySignal } from '@preact/signals-core';
import { type KeyedStorage, writeItem } from '../../storage.ts';
import { everyFew } from '../../throttle.ts';

/**
 * What is under the pen, kept on this device while it is drawn: a stroke is in the document only when the pen is lifted,
 * and a tab that dies before that must not take it along. The next page that opens the board draws it (`recover.ts`).
 */

/** Ink is written down at most this often (ms). */
const interval = 500;
/** Once in the document it is stored with it within this time (ms); until then it stays written down. */
export const storedAfter = 2_000;
const prefix = 'gesso.ink.';

/** The key of what one page of a board is drawing; also the name of the lock the page holds while it lives. */
export const journalKey = (board: string, page: string): string => `${prefix}${board}.${page}`;

/** Keys of all pages of this device that are drawing, or have left ink. */
export const journalKeys = (storage: KeyedStorage): readonly string[] =>
  Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '').filter((key) => key.startsWith(prefix));

/** Whether any page of this device has left ink. */
export const hasInk = (storage: KeyedStorage): boolean => journalKeys(storage).length > 0;

/** What is written down of one page. */
export interface Entry {
  readonly at: number;
  readonly element: object;
}

export interface KeepInkDeps {
  readonly storage: KeyedStorage;
  readonly key: string;
  /** What this person is drawing. */
  readonly draft: ReadonlySignal<{ readonly created: readonly Element[] }>;
  readonly get: (id: ElementId) => Element | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const samples = (element: Element): number => ('points' in element ? element.points.xy.length : 0);

/** Writes down what is being drawn, as often as is worth it. `leave` is for a page that goes. */
export const keepInk = ({ storage, key, draft, get, now }: KeepInkDeps): { leave(): void; stop(): void } => {
  let kept: ElementId | undefined;
  let last: Element | undefined;
  let forgetting: ReturnType<typeof setTimeout> | undefined;

  const writeDown = (element: Element) => {
    clearTimeout(forgetting);
    kept = element.id;
    writeItem(storage, key, JSON.stringify({ at: now(), element: toPlain(element) } satisfies Entry));
  };
  const write = () => {
    const [element] = draft.peek().created;
    if (element !== undefined) writeDown(element);
  };
  const forget = () => {
    clearTimeout(forgetting);
    kept = undefined;
    try {
      storage.removeItem(key);
    } catch {
      // Of a store that was closed meanwhile nothing comes back.
    }
  };
  const pump = everyFew(interval, write);

  const stop = effect(() => {
    const [element] = draft.value.created;
    if (element !== undefined) {
      last = element;
      pump.request();
    } else if (last !== undefined) {
      const done = get(last.id);
      if (done !== undefined) {
        // What was let go waits until it is stored. Of ink too long for one stroke the board has the first part under this id.
        writeDown(samples(last) > samples(done) ? last : done);
        forgetting = setTimeout(forget, storedAfter);
      } else if (kept === last.id) forget();
      last = undefined;
    } else if (kept !== undefined && get(kept) === undefined) forget();
  });
  return {
    leave() {
      write();
      if (draft.peek().created.length === 0 && kept !== undefined && get(kept) === undefined) forget();
    },
    stop() {
      stop();
      pump.stop();
      clearTimeout(forgetting);
    },
  };
};
