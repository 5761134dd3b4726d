import { countedOnce, everySoMany, pageOf, placeOf } from '../audit.ts';
import { auditKept, joinsTogether } from '../bounds.ts';
import type { AuditLog, AuditRecord } from '../repositories.ts';
import { integer } from '../rows.ts';
import type { Database } from './database.ts';

/** The link by which somebody came, where that is what happened. */
const linkOf = ({ event, board, facts }: AuditRecord): string | undefined => {
  const { link } = facts;
  return event === joinsTogether.event && board !== undefined && typeof link === 'string' ? link : undefined;
};

/** Counts one more in the row that is there already. Returns whether there is one. */
const joined = ({ at, board = '', person, link }: AuditRecord & { readonly link: string }, database: Database) =>
  database.transaction(async (queries) => {
    const row = await queries.one(
      'SELECT row, at, facts FROM audit WHERE board = $1 AND at >= $2 AND link = $3 ORDER BY at DESC LIMIT 1 FOR UPDATE',
      [board, at - joinsTogether.ms, link],
    );
    if (row === undefined) return false;
    await queries.run('UPDATE audit SET at = $2, person = $3, facts = $4 WHERE row = $1', [
      integer(row, 'row'),
      at,
      person ?? null,
      JSON.stringify(countedOnce(row)),
    ]);
    return true;
  });

export const postgresAudit = (database: Database): AuditLog => {
  const isDue = everySoMany();
  return {
    async append(record) {
      const { at, event, board, person, facts } = record;
      const link = linkOf(record);
      if (link !== undefined && (await joined({ ...record, link }, database))) return;
      await database.run('INSERT INTO audit (at, event, board, person, link, facts) VALUES ($1, $2, $3, $4, $5, $6)', [
        at,
        event,
        board ?? null,
        person ?? null,
        link ?? null,
        JSON.stringify(facts),
      ]);
      if (board === undefined || !isDue(board)) return;
      await database.run(
        `DELETE FROM audit WHERE row IN (
          SELECT row FROM audit WHERE board = $1 ORDER BY at DESC, row DESC LIMIT 1000 OFFSET ${auditKept.most})`,
        [board],
      );
    },
    async ofBoard(board, limit, before) {
      const { at, row } = placeOf(before);
      const rows = await database.all(
        `SELECT row, at, event, person, facts FROM audit WHERE board = $1 AND (at, row) < ($2::bigint, $3::bigint)
        ORDER BY at DESC, row DESC LIMIT $4`,
        [board, at, row, limit + 1],
      );
      return pageOf(board, rows, limit);
    },
  };
};
