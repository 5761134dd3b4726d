import { countedOnce, everySoMany, pageOf, placeOf } from '../audit.ts';
import { auditKept, joinsTogether } from '../bounds.ts';
import type { AuditLog, AuditRecord } from '../repositories.ts';
import { integer } from '../rows.ts';
import type { Database } from './database.ts';

export const sqliteAudit = (database: Database): AuditLog => {
  const sql = (statement: string) => database.prepare(statement);
  const insert = sql('INSERT INTO audit (at, event, board, person, facts) VALUES (?, ?, ?, ?, ?)');
  const update = sql('UPDATE audit SET at = ?, person = ?, facts = ? WHERE rowid = ?');
  const sameJoin = sql(`
    SELECT rowid AS row, at, facts FROM audit
    WHERE board = ? AND at >= ? AND event = '${joinsTogether.event}' AND json_extract(facts, '$.link') = ?
    ORDER BY at DESC LIMIT 1`);
  const select = sql(`
    SELECT rowid AS row, * FROM audit WHERE board = ?1 AND (at, rowid) < (?2, ?3)
    ORDER BY at DESC, rowid DESC LIMIT ?4`);
  const prune = sql(`
    DELETE FROM audit WHERE rowid IN (
      SELECT rowid FROM audit WHERE board = ? ORDER BY at DESC, rowid DESC LIMIT 1000 OFFSET ${auditKept.most})`);
  const isDue = everySoMany();

  /** Counts one more in the row that is there already. Returns whether there is one. */
  const joined = ({ at, event, board, person, facts }: AuditRecord): boolean => {
    const { link } = facts;
    if (event !== joinsTogether.event || board === undefined || typeof link !== 'string') return false;
    const row = sameJoin.get(board, at - joinsTogether.ms, link);
    if (row === undefined) return false;
    update.run(at, person ?? null, JSON.stringify(countedOnce(row)), integer(row, 'row'));
    return true;
  };

  return {
    async append(record) {
      if (joined(record)) return;
      const { at, event, board, person, facts } = record;
      insert.run(at, event, board ?? null, person ?? null, JSON.stringify(facts));
      if (board === undefined) return;
      if (isDue(board)) prune.run(board);
    },
    async ofBoard(board, limit, before) {
      const { at, row } = placeOf(before);
      const rows = select.all(board, at, row, limit + 1);
      return pageOf(board, rows, limit);
    },
  };
};
