import type { Operations } from '../operations.ts';
import { boardOf, quarantinedOf } from '../records.ts';
import { integer } from '../rows.ts';
import type { Database } from './database.ts';

export const sqliteOperations = (database: Database): Operations => ({
  async boards() {
    return database
      .prepare(listing((table) => hasTable(database, table)))
      .all()
      .map((row) => ({ ...boardOf(row), bytes: integer(row, 'bytes'), links: integer(row, 'links') }));
  },
  async quarantined(board) {
    return database
      .prepare(
        'SELECT board, origin, seq, length(data) AS bytes, at FROM quarantine WHERE ?1 IS NULL OR board = ?1 ORDER BY at, board, seq',
      )
      .all(board ?? null)
      .map(quarantinedOf);
  },
  async clean(board) {
    return Number(database.prepare('DELETE FROM quarantine WHERE board = ?').run(board).changes);
  },
  async isKnown(person) {
    return database.prepare('SELECT 1 FROM sessions WHERE person = ? AND ended_at IS NULL').get(person) !== undefined;
  },
});

/** Files of older versions lack some. */
export const hasTable = (database: Database, name: string): boolean =>
  database.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(name) !== undefined;

/** What a board takes, by table. Pictures that several boards have count for each of them. */
const sizes: Readonly<Record<string, string>> = {
  updates: 'SELECT sum(length(data)) FROM updates WHERE board = boards.id',
  snapshots: 'SELECT sum(length(data)) FROM snapshots WHERE board = boards.id',
  snapshot_parts: 'SELECT sum(length(data)) FROM snapshot_parts WHERE board = boards.id',
  history_segments: 'SELECT sum(size) FROM history_segments WHERE board = boards.id',
  kept_states: 'SELECT sum(bytes) FROM kept_states WHERE board = boards.id',
  board_assets: `
    SELECT sum(assets.bytes) FROM board_assets JOIN assets ON assets.hash = board_assets.hash
    WHERE board_assets.board = boards.id`,
};

const listing = (has: (table: string) => boolean): string => `
  SELECT *,
    ${Object.entries(sizes)
      .filter(([table]) => has(table))
      .map(([, size]) => `coalesce((${size}), 0)`)
      .join(' + ')} AS bytes,
    (SELECT count(*) FROM links WHERE board = boards.id) AS links
  FROM boards ORDER BY updated_at DESC, id`;
