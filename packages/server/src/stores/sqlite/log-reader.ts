import { bytes, intact, integer, optional, type Row } from '../rows.ts';
import { type Database, transaction } from './database.ts';
import type { quarantineWriter } from './quarantine.ts';
import type { Snapshot, Snapshots } from './snapshots.ts';
import type { UpdateRows } from './update-rows.ts';

/** What is stored of a board and readable. */
export interface ReadLog {
  readonly snapshot: Snapshot | undefined;
  /** Updates behind it. */
  readonly tail: readonly { readonly seq: number; readonly data: Uint8Array }[];
  readonly parts: readonly Uint8Array[];
  /** How many of the parts, from the first on, an older version let in. */
  readonly unchecked: number;
  /** Records that were moved to quarantine on the way. */
  readonly damaged: number;
}

export const logReader = (
  database: Database,
  snapshots: Snapshots,
  updates: UpdateRows,
  setAside: ReturnType<typeof quarantineWriter>,
): ((board: string) => Promise<ReadLog>) => {
  const uncheckedOf = database.prepare('SELECT upto FROM unchecked WHERE board = ?');

  const quarantine = (board: string, origin: 'update' | 'snapshot', row: Row): void => {
    transaction(database, () => {
      setAside(board, origin, row);
      if (origin === 'update') updates.drop(board, integer(row, 'seq'));
      else snapshots.drop(board, integer(row, 'upto'));
    });
  };

  return async (board) => {
    let damaged = 0;
    const find = () =>
      snapshots.read(board, (row) => {
        damaged++;
        quarantine(board, 'snapshot', row);
      });
    let snapshot = await find();
    // While it was read the board may have been compacted so far that what follows it is not all there any more.
    while (!snapshots.isCurrent(board, snapshot)) snapshot = await find();
    // In one turn from here on.
    const tail: { readonly seq: number; readonly data: Uint8Array }[] = [];
    for (const row of updates.after(board, snapshot?.upto ?? -1)) {
      if (intact(row)) tail.push({ seq: integer(row, 'seq'), data: bytes(row, 'data') });
      else {
        damaged++;
        quarantine(board, 'update', row);
      }
    }
    const before = optional(integer, uncheckedOf.get(board) ?? {}, 'upto') ?? -1;
    // What this version compacted holds nothing that would be left out.
    const isOld = snapshot !== undefined && snapshot.upto <= before && snapshot.vector === undefined;
    const old = tail.filter(({ seq }) => seq <= before).length;
    const data = tail.map((row) => row.data);
    const parts = snapshot === undefined ? data : [snapshot.data, ...data];
    const unchecked = old > 0 || isOld ? old + (snapshot === undefined ? 0 : 1) : 0;
    return { snapshot, tail, damaged, parts, unchecked };
  };
};
