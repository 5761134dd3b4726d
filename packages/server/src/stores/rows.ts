import { hash } from 'node:crypto';

/** Rows come from a file or another server, and those can hold anything: each column is checked where it is read. */
export type Row = Readonly<Record<string, unknown>>;

const wrong = (row: Row, column: string): Error =>
  new Error(`column ${column} of the database holds ${row[column] === null ? 'nothing' : typeof row[column]}`);

export const text = (row: Row, column: string): string => {
  const value = row[column];
  if (typeof value !== 'string') throw wrong(row, column);
  return value;
};

export const texts = (row: Row, column: string): readonly string[] => {
  const value = row[column];
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) throw wrong(row, column);
  return value;
};

export const integer = (row: Row, column: string): number => {
  const value = row[column];
  if (typeof value !== 'number') throw wrong(row, column);
  return value;
};

export const bytes = (row: Row, column: string): Uint8Array => {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw wrong(row, column);
  return value;
};

/** Yes or no, as each database has it. Columns that older versions lack are no. */
export const isSet = (row: Row, column: string): boolean => row[column] === 1 || row[column] === true;

export const optional = <T>(read: (row: Row, column: string) => T, row: Row, column: string): T | undefined =>
  row[column] === null || row[column] === undefined ? undefined : read(row, column);

/** SHA-256 of a record's bytes, kept beside them. */
export const checksum = (data: Uint8Array): Uint8Array => hash('sha256', data, 'buffer');

/** Whether the column `data` is what was once written. */
export const intact = (row: Row): boolean => Buffer.compare(checksum(bytes(row, 'data')), bytes(row, 'sum')) === 0;
