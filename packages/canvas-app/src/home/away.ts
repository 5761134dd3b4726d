import { Failure, fold } from '@gesso/crdt-schema';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import { databaseOf, storedBoards } from '../network/local-databases.ts';
import { unsentChanges } from '../network/unsaved-changes.ts';
import type { KeyedStorage } from '../storage.ts';
import { type Board, type Query, tagKey } from './board.ts';

/** Whether no server was reached: what was known last is of use meanwhile. */
export const isUnreachable = (failure: unknown): boolean =>
  failure instanceof Failure && failure.code === 'UNREACHABLE';

const sorted: Readonly<Record<Query['order'], (a: Board, b: Board) => number>> = {
  updated: (a, b) => b.updatedAt - a.updatedAt,
  created: (a, b) => b.createdAt - a.createdAt,
  title: (a, b) => a.title.localeCompare(b.title),
};

/** Of the boards that are known here, those that are asked for; undefined where only the server knows. */
export function chosenOf(boards: readonly Board[], { shelf, order, words, tag }: Query): readonly Board[] | undefined {
  if (shelf === 'trash') return undefined;
  const part = fold(words);
  return boards
    .filter(({ title, starred }) => (shelf === 'all' || starred) && fold(title).includes(part))
    .filter(({ tags }) => tag === '' || tags.some((one) => tagKey(one) === tagKey(tag)))
    .sort(sorted[order]);
}

/** What this device has of boards. */
export interface OnDevice {
  /** Changes that wait to be sent, by board. */
  readonly unsent: ReadonlyMap<string, number>;
  /** Whether a board can be opened without the server, as far as the browser tells. */
  isHere(board: string): boolean;
}

/** Looks what this device has of boards, again whenever another page changes it. */
export function onDevice(storage: KeyedStorage | undefined, page: Pick<Window, 'addEventListener'>) {
  const device = signal<OnDevice>({ unsent: unsentChanges(storage), isHere: () => true });
  const look = async (): Promise<void> => {
    const names = await storedBoards();
    device.value = {
      unsent: unsentChanges(storage),
      isHere: (board) => names === undefined || names.has(databaseOf(board)),
    };
  };
  page.addEventListener('storage', () => void look());
  void look();
  return { device: device as ReadonlySignal<OnDevice>, look };
}
