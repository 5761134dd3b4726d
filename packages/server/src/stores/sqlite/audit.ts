import { dayMs } from '../../units.ts';
import type { AuditLog, AuditRecord } from '../repositories.ts';
import type { Database } from './database.ts';
import { integer, optional, text } from './rows.ts';

/** People who come by one link within this time are one row that counts them: a crowd does not wash out what else was done. */
const together = { event: 'link.join', ms: dayMs } as const;
/** Events of a board that are kept, newest first; it is looked at every so many. */
const kept = { most: 5_000, every: 100 } as const;

const factsOf = (json: string): AuditRecord['facts'] => {
  const facts: unknown = JSON.parse(json);
  return typeof facts === 'object' && facts !== null ? { ...facts } : {};
};

/** Where a page ends: the time and number of its last row. */
const placeOf = (cursor: string | undefined): { readonly at: number; readonly row: number } => {
  const [, at, row] = /^(\d{1,15})-(\d{1,15})$/.exec(cursor ?? '') ?? [];
  return at === undefined || row === undefined
    ? { at: Number.MAX_SAFE_INTEGER, row: 0 }
    : { at: Number(at), row: Number(row) };
};

export const sqliteAudit = (database: Database): AuditLog => {
  const sql = (statement: string) => database.prepare(statement);
  const insert = sql('INSERT INTO audit (at, event, board, person, facts) VALUES (?, ?, ?, ?, ?)');
  const update = sql('UPDATE audit SET at = ?, person = ?, facts = ? WHERE rowid = ?');
  const sameJoin = sql(`
    SELECT rowid AS row, at, facts FROM audit
    WHERE board = ? AND at >= ? AND event = '${together.event}' AND json_extract(facts, '$.link') = ?
    ORDER BY at DESC LIMIT 1`);
  const select = sql(`
    SELECT rowid AS row, * FROM audit WHERE board = ?1 AND (at, rowid) < (?2, ?3)
    ORDER BY at DESC, rowid DESC LIMIT ?4`);
  const prune = sql(`
    DELETE FROM audit WHERE rowid IN (
      SELECT rowid FROM audit WHERE board = ? ORDER BY at DESC, rowid DESC LIMIT 1000 OFFSET ${kept.most})`);
  const written = new Map<string, number>();

  /** Counts one more in the row that is there already. Returns whether there is one. */
  const joined = ({ at, event, board, person, facts }: AuditRecord): boolean => {
    const { link } = facts;
    if (event !== together.event || board === undefined || typeof link !== 'string') return false;
    const row = sameJoin.get(board, at - together.ms, link);
    if (row === undefined) return false;
    const before = factsOf(text(row, 'facts'));
    const count = (typeof before['count'] === 'number' ? before['count'] : 1) + 1;
    const first = before['first'] ?? new Date(integer(row, 'at')).toISOString();
    update.run(at, person ?? null, JSON.stringify({ ...before, count, first }), integer(row, 'row'));
    return true;
  };

  return {
    async append(record) {
      if (joined(record)) return;
      const { at, event, board, person, facts } = record;
      insert.run(at, event, board ?? null, person ?? null, JSON.stringify(facts));
      if (board === undefined) return;
      const count = (written.get(board) ?? 0) + 1;
      if (written.size > 10_000) written.clear();
      written.set(board, count % kept.every);
      if (count === kept.every) prune.run(board);
    },
    async ofBoard(board, limit, before) {
      const { at, row } = placeOf(before);
      const rows = select.all(board, at, row, limit + 1);
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return {
        events: page.map((found) => ({
          at: integer(found, 'at'),
          event: text(found, 'event'),
          board,
          person: optional(text, found, 'person'),
          facts: factsOf(text(found, 'facts')),
        })),
        next: last === undefined ? undefined : `${integer(last, 'at')}-${integer(last, 'row')}`,
      };
    },
  };
};
