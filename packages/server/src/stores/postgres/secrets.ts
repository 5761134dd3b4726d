import { randomBytes } from 'node:crypto';
import type { SecretRepository } from '../repositories.ts';
import { bytes } from '../rows.ts';
import type { Database } from './database.ts';

export const postgresSecrets = (database: Database): SecretRepository => ({
  async get(name) {
    const select = 'SELECT value FROM secrets WHERE name = $1';
    const known = await database.one(select, [name]);
    if (known !== undefined) return bytes(known, 'value');
    await database.run('INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      name,
      randomBytes(32),
    ]);
    return bytes((await database.one(select, [name])) ?? {}, 'value');
  },
});
