import type { KeyRepository } from '../among-servers.ts';
import { isSet, text } from '../rows.ts';
import { type Database, databaseNow, databaseThen } from './database.ts';

export const postgresKeys = (database: Database): KeyRepository => ({
  async put(kind, key, { person, value }, seconds) {
    await database.run(
      `WITH over AS (DELETE FROM single_uses WHERE until < ${databaseThen})
      INSERT INTO single_uses (kind, key, person, value, until) VALUES ($1, $2, $3, $4, ${databaseNow} + $5::bigint * 1000)`,
      [kind, key, person, value, seconds],
    );
  },
  async take(kind, key) {
    const row = await database.one(
      `DELETE FROM single_uses WHERE kind = $1 AND key = $2 RETURNING value, until > ${databaseNow} AS holds`,
      [kind, key],
    );
    return row !== undefined && isSet(row, 'holds') ? text(row, 'value') : undefined;
  },
  async drop(kind, person) {
    await database.run('DELETE FROM single_uses WHERE kind = $1 AND person = $2', [kind, person]);
  },
});
