import { MiB } from '../../units.ts';
import { bytes } from '../rows.ts';
import type { Queries } from './database.ts';

/** What is large lies in parts of so many bytes: each is one statement, and one message of the database. */
const partBytes = MiB;

/** A table of parts, and what stands before their number: the columns by which their whole is found. */
export interface PartTable {
  readonly table: string;
  readonly columns: readonly [string, string];
}
export type PartKey = readonly [string, string | number];

/** Writes something in parts, at least one. Its whole must be there. */
export const writeParts = async (
  queries: Queries,
  { table, columns }: PartTable,
  key: PartKey,
  data: Uint8Array,
): Promise<void> => {
  const insert = `INSERT INTO ${table} (${columns.join(', ')}, part, data) VALUES ($1, $2, $3, $4)`;
  for (let part = 0; part === 0 || part * partBytes < data.length; part++)
    await queries.run(insert, [...key, part, data.subarray(part * partBytes, (part + 1) * partBytes)]);
};

/** Reads it again, `size` bytes. What is missing is zeros, and what is too much is left out: its checksum tells. */
export const readParts = async (
  queries: Queries,
  { table, columns: [first, second] }: PartTable,
  key: PartKey,
  size: number,
): Promise<Uint8Array<ArrayBuffer>> => {
  const select = `SELECT data FROM ${table} WHERE ${first} = $1 AND ${second} = $2 AND part = $3`;
  const data = new Uint8Array(size);
  for (let at = 0, part = 0; at < size; part++) {
    const row = await queries.one(select, [...key, part]);
    const piece = row === undefined ? undefined : bytes(row, 'data');
    if (piece === undefined || piece.length === 0 || at + piece.length > size) break;
    data.set(piece, at);
    at += piece.length;
  }
  return data;
};
