import type { TurnRepository } from '../among-servers.ts';
import { type Database, databaseNow } from './database.ts';

export const postgresTurns = (database: Database): TurnRepository => ({
  mine: async (name, everyMs) =>
    (await database.run(
      `INSERT INTO turns (name, next_at) VALUES ($1, ${databaseNow} + $2)
      ON CONFLICT (name) DO UPDATE SET next_at = excluded.next_at WHERE turns.next_at <= ${databaseNow}`,
      [name, everyMs],
    )) > 0,
});
