import { idsPerBoard, stayMs } from '../bounds.ts';
import type { SweepAges } from '../repositories.ts';
import { integer, text } from '../rows.ts';
import { type Database, transaction } from './database.ts';

/** Rows looked at in one step: some milliseconds, between which everybody else has their turn. */
const step = 200;

const numberOf = ({ changes }: { readonly changes: number | bigint }): number => Number(changes);

/** Deletes what is too old or too much, a step at a time; gives how many rows each step took. The caller decides when the next comes. */
export function* sweep(database: Database, ages: SweepAges): Generator<number, void> {
  yield* sweepSessions(database, ages);
  const old = {
    visits: `DELETE FROM visits WHERE (person, board) IN (SELECT person, board FROM visits WHERE at < ? LIMIT ${step})`,
    audit: `DELETE FROM audit WHERE rowid IN (SELECT rowid FROM audit WHERE at < ? LIMIT ${step})`,
    clients: `DELETE FROM client_ids WHERE (board, client) IN (SELECT board, client FROM client_ids WHERE at < ? LIMIT ${step})`,
  };
  for (const statement of Object.values(old)) {
    const remove = database.prepare(statement);
    for (let taken = step; taken > 0; ) {
      taken = numberOf(remove.run(ages.old));
      yield taken;
    }
  }
  yield* sweepClients(database);
  yield* sweepAssets(database, ages);
}

/** Guests nobody has seen for long, sessions that are over, and passers-by, with what was remembered for them. */
function* sweepSessions(database: Database, { old, ended, passing }: SweepAges): Generator<number, void> {
  const next = database.prepare(`
    SELECT rowid AS row, person,
      coalesce((seen_at < ?1 AND ended_at IS NULL) OR ended_at < ?2
        OR (seen_at < ?3 AND seen_at - created_at < ${stayMs} AND ended_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM boards WHERE owner = person)), 0) AS over
    FROM sessions WHERE rowid > ?4 ORDER BY rowid LIMIT ${step}`);
  const remove = database.prepare('DELETE FROM sessions WHERE rowid = ?');
  const another = database.prepare('SELECT 1 FROM sessions WHERE person = ? LIMIT 1');
  const theirs = ['grants', 'visits', 'stars', 'tags', 'memberships'].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE person = ?`),
  );
  for (let after = 0; ; ) {
    const rows = next.all(old, ended, passing, after);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = integer(last, 'row');
    const over = rows.filter((row) => integer(row, 'over') === 1);
    if (over.length > 0) {
      transaction(database, () => {
        for (const row of over) {
          remove.run(integer(row, 'row'));
          const person = text(row, 'person');
          if (another.get(person) === undefined) for (const statement of theirs) statement.run(person);
        }
      });
    }
    yield over.length;
  }
}

function* sweepClients(database: Database): Generator<number, void> {
  const nextBoard = database.prepare('SELECT min(board) AS board FROM client_ids WHERE board > ?');
  const tooMany = database.prepare('SELECT max(0, count(*) - ?) AS count FROM client_ids WHERE board = ?');
  const remove = database.prepare(`
    DELETE FROM client_ids WHERE board = ?1 AND client IN (
      SELECT client FROM client_ids WHERE board = ?1 ORDER BY at LIMIT ?2)`);
  for (let board = ''; ; ) {
    const row = nextBoard.get(board);
    if (row === undefined || row['board'] === null) return;
    board = text(row, 'board');
    const count = integer(tooMany.get(idsPerBoard, board) ?? {}, 'count');
    yield count === 0 ? 0 : numberOf(remove.run(board, count));
  }
}

/** Pictures that no board has, one a step: a large one is many rows. */
function* sweepAssets(database: Database, { loose }: SweepAges): Generator<number, void> {
  const next = database.prepare(`
    SELECT rowid AS row, at < ?1 AND NOT EXISTS (SELECT 1 FROM board_assets WHERE board_assets.hash = assets.hash) AS loose
    FROM assets WHERE rowid > ?2 ORDER BY rowid LIMIT ${step}`);
  const remove = database.prepare(`
    DELETE FROM assets WHERE rowid = ? AND NOT EXISTS (SELECT 1 FROM board_assets WHERE board_assets.hash = assets.hash)`);
  for (let after = 0; ; ) {
    const rows = next.all(loose, after);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = integer(last, 'row');
    yield 0;
    for (const row of rows) if (integer(row, 'loose') === 1) yield numberOf(remove.run(integer(row, 'row')));
  }
}
