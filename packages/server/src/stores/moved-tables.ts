/** What is moved between a file and PostgreSQL, table by table, and how both are compared. */
import { createHash } from 'node:crypto';
import { joinsTogether } from './bounds.ts';
import type { Queries, Single } from './postgres/database.ts';
import type { Database as SqliteDatabase } from './sqlite/database.ts';

type ColumnType = 'text' | 'bigint' | 'integer' | 'boolean' | 'bytea';

/** A table that is copied as it is. `from`: what is read in the file where that is not the table of this name; `key`: what its rows are in order by. */
export interface Copied {
  readonly table: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly key: string;
  readonly from?: string;
  /** Columns that a file does not have: they say what follows from the others. */
  readonly implied?: readonly string[];
}

const id = { person: 'text', board: 'text', at: 'bigint' } as const;
const ofPerson = (table: string, more: Copied['columns'] = {}, key = 'person, board'): Copied => ({
  table,
  columns: { ...id, ...more },
  key,
});

/** In an order in which what is referred to comes first. Updates that an older version let in without looking are in a snapshot by now. */
export const copied: readonly Copied[] = [
  {
    table: 'boards',
    columns: {
      ...{ id: 'text', title: 'text', owner: 'text', created_at: 'bigint', updated_at: 'bigint', deleted_at: 'bigint' },
      ...{ owner_draws: 'boolean', previews: 'boolean' },
    },
    key: 'id',
  },
  {
    table: 'links',
    columns: {
      ...{ id: 'text', board: 'text', role: 'text', key_hash: 'bytea', label: 'text', password: 'text' },
      ...{ expires_at: 'bigint', uses: 'bigint', max_uses: 'bigint', created_at: 'bigint' },
    },
    key: 'created_at, row',
    from: '(SELECT rowid AS row, * FROM links)',
  },
  { table: 'grants', columns: { link: 'text', person: 'text', at: 'bigint' }, key: 'link, person' },
  ofPerson('visits'),
  ofPerson('stars'),
  ofPerson('tags', { key: 'text', tag: 'text' }, 'person, board, key'),
  ofPerson('memberships', { role: 'text' }),
  {
    table: 'sessions',
    columns: {
      ...{ token_hash: 'bytea', person: 'text', name: 'text', color: 'text', color_chosen: 'boolean' },
      ...{ created_at: 'bigint', seen_at: 'bigint', ended_at: 'bigint' },
    },
    key: 'token_hash',
  },
  {
    table: 'audit',
    columns: { at: 'bigint', event: 'text', board: 'text', person: 'text', link: 'text', facts: 'text' },
    implied: ['link'],
    key: 'row',
    from: `(SELECT rowid AS row, *, 
      CASE WHEN event = '${joinsTogether.event}' AND json_type(facts, '$.link') = 'text' THEN json_extract(facts, '$.link') END AS link
      FROM audit)`,
  },
  { table: 'secrets', columns: { name: 'text', value: 'bytea' }, key: 'name' },
  { table: 'assets', columns: { hash: 'text', type: 'text', bytes: 'bigint', at: 'bigint' }, key: 'hash' },
  { table: 'asset_parts', columns: { hash: 'text', part: 'integer', data: 'bytea' }, key: 'hash, part' },
  {
    table: 'board_assets',
    columns: { board: 'text', hash: 'text', person: 'text', at: 'bigint', unnamed_since: 'bigint' },
    key: 'board, hash',
  },
  { table: 'asset_looks', columns: { board: 'text', at: 'bigint' }, key: 'board' },
  { table: 'board_texts', columns: { board: 'text', at: 'bigint', folded: 'text', text: 'text' }, key: 'board' },
  {
    table: 'webhooks',
    columns: { id: 'text', board: 'text', url: 'text', secret: 'text', events: 'text', created_at: 'bigint' },
    key: 'id',
  },
  {
    table: 'webhook_outbox',
    columns: {
      ...{ webhook: 'text', event: 'text', at: 'bigint', facts: 'text', due_at: 'bigint', tries: 'integer' },
    },
    key: 'id',
  },
  {
    table: 'board_heads',
    columns: { board: 'text', head: 'bigint' },
    implied: ['board', 'head'],
    key: 'board',
    from: `(SELECT board, max(head) AS head FROM (
      SELECT board, max(seq) AS head FROM updates GROUP BY board
      UNION ALL SELECT board, max(upto) FROM snapshots GROUP BY board
      UNION ALL SELECT board, max(seq) FROM quarantine GROUP BY board) GROUP BY board)`,
  },
  {
    table: 'updates',
    columns: { board: 'text', seq: 'bigint', at: 'bigint', author: 'text', sum: 'bytea', data: 'bytea' },
    key: 'board, seq',
    from: `(SELECT * FROM updates WHERE NOT EXISTS (
      SELECT 1 FROM unchecked WHERE unchecked.board = updates.board AND updates.seq <= unchecked.upto))`,
  },
  {
    table: 'quarantine',
    columns: { board: 'text', origin: 'text', seq: 'bigint', at: 'bigint', sum: 'bytea', data: 'bytea' },
    key: 'row',
    from: '(SELECT rowid AS row, * FROM quarantine)',
  },
  { table: 'client_ids', columns: { ...id, client: 'bigint' }, key: 'board, client' },
  {
    table: 'history_segments',
    columns: {
      ...{ board: 'text', first: 'bigint', last: 'bigint', begun: 'bigint', ended: 'bigint', raw: 'bigint' },
      ...{ size: 'bigint', sum: 'bytea', data: 'bytea' },
    },
    key: 'board, first',
  },
  {
    table: 'history_moments',
    columns: { board: 'text', bucket: 'bigint', seq: 'bigint', at: 'bigint', person: 'text' },
    key: 'board, bucket',
  },
  {
    table: 'kept_states',
    columns: {
      ...{ board: 'text', id: 'text', seq: 'bigint', at: 'bigint', person: 'text', name: 'text', bytes: 'bigint' },
      ...{ sum: 'bytea' },
    },
    key: 'board, id',
  },
  {
    table: 'kept_state_parts',
    columns: { board: 'text', id: 'text', part: 'integer', data: 'bytea' },
    key: 'board, id, part',
  },
];

/** A value of the file as PostgreSQL has it. */
const asStored = (value: unknown, type: ColumnType): Single => {
  if (value === null || value === undefined) return null;
  return type === 'boolean' ? value === 1 : (value as Single);
};

export type Values = readonly Single[];

/** The rows of a file, in their order, as PostgreSQL has them. */
export function* rowsIn(file: SqliteDatabase, { table, columns, key, from = table }: Copied): Generator<Values> {
  const names = Object.keys(columns);
  for (const row of file.prepare(`SELECT ${names.join(', ')} FROM ${from} ORDER BY ${key}`).iterate())
    yield names.map((name) => asStored(row[name], columns[name] ?? 'text'));
}

/** Rows and a checksum of all that is in them, in their order. */
export interface Counted {
  readonly rows: number;
  readonly sum: string;
}

export const counter = () => {
  const hash = createHash('sha256');
  let rows = 0;
  return {
    add(values: Values): void {
      rows++;
      for (const value of values) {
        const isBytes = value instanceof Uint8Array;
        const written = isBytes ? Buffer.from(value) : JSON.stringify(value);
        hash.update(`${isBytes ? 'bytes' : 'text'} ${written.length}\n`).update(written);
      }
    },
    counted: (): Counted => ({ rows, sum: hash.digest('hex') }),
  };
};

export const countedIn = (file: SqliteDatabase, what: Copied): Counted => {
  const { add, counted } = counter();
  for (const row of rowsIn(file, what)) add(row);
  return counted();
};

/** What was numbered anew lies in the order in which it came. */
const keyThere = ({ table, key }: Copied): string => (table === 'webhook_outbox' ? 'id' : key);

/** The rows of a table of PostgreSQL, in the same order, within a transaction. */
export async function* rowsThere(queries: Queries, what: Copied): AsyncGenerator<Values> {
  const names = Object.keys(what.columns);
  await queries.exec(
    `DECLARE all_of_${what.table} NO SCROLL CURSOR FOR SELECT ${names.join(', ')} FROM ${what.table} ORDER BY ${keyThere(what)}`,
  );
  for (;;) {
    const rows = await queries.all(`FETCH 20 FROM all_of_${what.table}`);
    for (const row of rows) yield names.map((name) => row[name] as Single);
    if (rows.length === 0) break;
  }
  await queries.exec(`CLOSE all_of_${what.table}`);
}

/** A transaction in which so much is moved may be idle for as long as the other side takes. */
export const patience = 'SET LOCAL idle_in_transaction_session_timeout = 0';

/** What was copied of a table is not what was read. */
export const differs = (table: string): Error =>
  new Error(
    `What was copied of ${table} is not what was read. Nothing was kept; try again, and report it if it is so again.`,
  );

/** How many rows of each table were copied and found to be the same. */
export type Moved = ReadonlyMap<string, number>;
