/** Rows of the audit log, as they are read and counted in every database. `row` is what tells those of one time apart. */
import { auditKept } from './bounds.ts';
import type { AuditPage, AuditRecord } from './repositories.ts';
import { integer, optional, type Row, text } from './rows.ts';

const factsOf = (json: string): AuditRecord['facts'] => {
  const facts: unknown = JSON.parse(json);
  return typeof facts === 'object' && facts !== null ? { ...facts } : {};
};

/** Where a page ends: the time and number of its last row. */
export const placeOf = (cursor: string | undefined): { readonly at: number; readonly row: number } => {
  const [, at, row] = /^(\d{1,15})-(\d{1,15})$/.exec(cursor ?? '') ?? [];
  return at === undefined || row === undefined
    ? { at: Number.MAX_SAFE_INTEGER, row: 0 }
    : { at: Number(at), row: Number(row) };
};

/** The facts of a row that is there already, with one more who came. */
export const countedOnce = (row: Row): AuditRecord['facts'] => {
  const before = factsOf(text(row, 'facts'));
  const count = (typeof before['count'] === 'number' ? before['count'] : 1) + 1;
  const first = before['first'] ?? new Date(integer(row, 'at')).toISOString();
  return { ...before, count, first };
};

/** A page of a board's rows, of which one more was read than it has. */
export const pageOf = (board: string, rows: readonly Row[], limit: number): AuditPage => {
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
};

/** Tells of a board, each time something was written, whether it is time to look for what is too much. */
export const everySoMany = (): ((board: string) => boolean) => {
  const written = new Map<string, number>();
  return (board) => {
    const count = (written.get(board) ?? 0) + 1;
    if (written.size > 10_000) written.clear();
    written.set(board, count % auditKept.every);
    return count === auditKept.every;
  };
};
