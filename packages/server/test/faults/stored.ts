/** A board as it lies in the database, read without any server. */
import * as Y from 'yjs';
import { connectTo } from '../../src/stores/postgres/database.ts';
import { postgresStore } from '../../src/stores/postgres/log.ts';
import { integer } from '../../src/stores/rows.ts';

export interface Stored {
  readonly doc: Y.Doc;
  /** Rows that were aside as damaged, and numbers that are missing in the log. */
  readonly damaged: number;
  readonly gaps: number;
}

/** The log from its first number that is there to its end; what came before it has to be in a snapshot. */
const look = `
  SELECT coalesce(max(seq) - min(seq) + 1 - count(*), 0)::integer AS within,
    coalesce((SELECT head FROM board_heads WHERE board = $1), 0)::integer
      - greatest(coalesce(max(seq), 0), (SELECT coalesce(max(upto), 0) FROM snapshots WHERE board = $1))::integer AS behind,
    greatest(0, coalesce(min(seq) - 1 - (SELECT coalesce(max(upto), 0) FROM snapshots WHERE board = $1), 0))::integer AS before
  FROM updates WHERE board = $1`;

export async function readStored(url: string, board: string): Promise<Stored> {
  const database = connectTo(url);
  try {
    const { parts, damaged } = await postgresStore(database).load(board);
    const doc = new Y.Doc();
    doc.transact(() => {
      for (const part of parts) Y.applyUpdate(doc, part);
    });
    const row = (await database.one(look, [board])) ?? {};
    const gaps = ['within', 'behind', 'before'].reduce((sum, name) => sum + Math.abs(integer(row, name)), 0);
    return { doc, damaged, gaps };
  } finally {
    await database.close();
  }
}
