import type { KeyRepository } from '../repositories.ts';
import { isSet, text } from '../rows.ts';
import type { Database } from './database.ts';

/** Milliseconds since 1970 by the clock of the database: those of servers may differ by more than a key is good for. */
const now = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint';

export const postgresKeys = (database: Database): KeyRepository => ({
  async put(kind, key, { person, value }, seconds) {
    await database.run(
      `WITH over AS (DELETE FROM single_uses WHERE until < ${now})
      INSERT INTO single_uses (kind, key, person, value, until) VALUES ($1, $2, $3, $4, ${now} + $5::bigint * 1000)`,
      [kind, key, person, value, seconds],
    );
  },
  async take(kind, key) {
    const row = await database.one(
      `DELETE FROM single_uses WHERE kind = $1 AND key = $2 RETURNING value, until > ${now} AS holds`,
      [kind, key],
    );
    return row !== undefined && isSet(row, 'holds') ? text(row, 'value') : undefined;
  },
  async drop(kind, person) {
    await database.run('DELETE FROM single_uses WHERE kind = $1 AND person = $2', [kind, person]);
  },
});
