import { type KeyValue, readItem, writeItem } from '../../storage.ts';

/** Where it stands when boards were last seen on this device: pairs of a board's id and ms since 1970 by the clock of its server. */
export const lastHereKey = 'gesso.here';
/** Boards that are remembered; of more, those that were seen longest ago are forgotten. */
export const mostBoards = 100;

type Visits = readonly (readonly [board: string, at: number])[];

/** What stands there, read once; anything else than pairs is left out. */
function read(storage: KeyValue | undefined): Visits {
  try {
    const stored: unknown = JSON.parse(readItem(storage, lastHereKey) ?? '[]');
    if (!Array.isArray(stored)) return [];
    return stored.flatMap((pair: unknown) => {
      const [board, at]: readonly unknown[] = Array.isArray(pair) ? pair : [];
      return typeof board === 'string' && typeof at === 'number' && at >= 0 && at < 8.64e15
        ? [[board, at] as const]
        : [];
    });
  } catch {
    return [];
  }
}

/** When a board was last seen on this device; undefined where that is not known. */
export const lastHere = (storage: KeyValue | undefined, board: string): number | undefined =>
  read(storage).find(([id]) => id === board)?.[1];

/** Remembers that a board is seen. */
export function noteHere(storage: KeyValue | undefined, board: string, at: number): void {
  const others = read(storage).filter(([id]) => id !== board);
  const visits = [...others, [board, Math.round(at)]].slice(-mostBoards);
  writeItem(storage, lastHereKey, JSON.stringify(visits));
}
