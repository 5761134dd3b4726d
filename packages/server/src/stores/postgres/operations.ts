import type { BoardListing, Operations } from '../operations.ts';
import { boardOf, quarantinedOf } from '../records.ts';
import { integer } from '../rows.ts';
import type { Database } from './database.ts';

/** What a board takes, by table. Pictures that several boards have count for each of them. */
const sizes = [
  'SELECT sum(octet_length(data)) FROM updates WHERE board = boards.id',
  'SELECT sum(bytes) FROM snapshots WHERE board = boards.id',
  'SELECT sum(size) FROM history_segments WHERE board = boards.id',
  'SELECT sum(bytes) FROM kept_states WHERE board = boards.id',
  `SELECT sum(assets.bytes) FROM board_assets JOIN assets ON assets.hash = board_assets.hash
  WHERE board_assets.board = boards.id`,
];

/** Boards that are measured in one statement: of a million it would take minutes. */
const boardsInStep = 500;

const listing = `
  SELECT *, (${sizes.map((size) => `coalesce((${size}), 0)`).join(' + ')})::bigint AS bytes,
    (SELECT count(*) FROM links WHERE board = boards.id) AS links
  FROM boards WHERE id > $1 ORDER BY id LIMIT ${boardsInStep}`;

export const postgresOperations = (database: Database): Operations => ({
  async boards() {
    const boards: BoardListing[] = [];
    for (;;) {
      const rows = await database.all(listing, [boards.at(-1)?.id ?? '']);
      // Those that were changed at the same time stay in the order of their ids.
      if (rows.length === 0) return boards.sort((a, b) => b.updatedAt - a.updatedAt);
      for (const row of rows)
        boards.push({ ...boardOf(row), bytes: integer(row, 'bytes'), links: integer(row, 'links') });
    }
  },
  async quarantined(board) {
    const rows = await database.all(
      `SELECT board, origin, seq, octet_length(data) AS bytes, at FROM quarantine
      WHERE $1::text IS NULL OR board = $1 ORDER BY at, board, seq`,
      [board ?? null],
    );
    return rows.map(quarantinedOf);
  },
  clean: (board) => database.run('DELETE FROM quarantine WHERE board = $1', [board]),
  async isKnown(person) {
    const row = await database.one('SELECT 1 AS one FROM sessions WHERE person = $1 AND ended_at IS NULL LIMIT 1', [
      person,
    ]);
    return row !== undefined;
  },
});
