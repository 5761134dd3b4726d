import type { BoardListing, Operations, QuarantinedRecord } from '../operations.ts';
import { boardOf, quarantinedOf } from '../records.ts';
import { integer, type Row } from '../rows.ts';
import type { Database } from './database.ts';

/** What a board takes, by table. Pictures that several boards have count for each of them. */
const sizes = [
  'SELECT sum(octet_length(data)) FROM updates WHERE board = boards.id',
  'SELECT sum(bytes) FROM snapshots WHERE board = boards.id',
  'SELECT sum(size) FROM history_segments WHERE board = boards.id',
  'SELECT sum(bytes) FROM kept_states WHERE board = boards.id',
  `SELECT sum((SELECT assets.bytes FROM assets WHERE assets.hash = board_assets.hash))
  FROM board_assets WHERE board_assets.board = boards.id`,
];

/** Boards that are measured in one statement: of a million it would take minutes. */
const boardsInStep = 500;
/** Records of the quarantine that are read in one. */
const recordsInStep = 1_000;

const listing = `
  SELECT *, (${sizes.map((size) => `coalesce((${size}), 0)`).join(' + ')})::bigint AS bytes,
    (SELECT count(*) FROM links WHERE board = boards.id) AS links
  FROM boards WHERE id > $1 ORDER BY id LIMIT ${boardsInStep}`;

const quarantinedOn = `
  SELECT row, board, origin, seq, octet_length(data) AS bytes, at FROM quarantine WHERE board = $1 ORDER BY seq`;
const nextQuarantined = `
  SELECT row, board, origin, seq, octet_length(data) AS bytes, at FROM quarantine WHERE row > $1 ORDER BY row LIMIT ${recordsInStep}`;

/** Some at a time: each statement ends in time however many there are. */
async function allQuarantined(database: Database): Promise<readonly Row[]> {
  const all: Row[] = [];
  for (let after = 0; ; ) {
    const rows = await database.all(nextQuarantined, [after]);
    const last = rows.at(-1);
    if (last === undefined) return all;
    after = integer(last, 'row');
    for (const row of rows) all.push(row);
  }
}

const byAge = (a: QuarantinedRecord, b: QuarantinedRecord): number =>
  a.at - b.at || (a.board < b.board ? -1 : a.board > b.board ? 1 : a.seq - b.seq);

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
    const rows = board === undefined ? await allQuarantined(database) : await database.all(quarantinedOn, [board]);
    return rows.map(quarantinedOf).sort(byAge);
  },
  clean: (board) => database.run('DELETE FROM quarantine WHERE board = $1', [board]),
  async isKnown(person) {
    const row = await database.one('SELECT 1 AS one FROM sessions WHERE person = $1 AND ended_at IS NULL LIMIT 1', [
      person,
    ]);
    return row !== undefined;
  },
});
