import { randomBytes } from 'node:crypto';
import type { SecretRepository } from '../repositories.ts';
import { bytes } from '../rows.ts';
import type { Database } from './database.ts';

export const sqliteSecrets = (database: Database): SecretRepository => {
  const select = database.prepare('SELECT value FROM secrets WHERE name = ?');
  const insert = database.prepare('INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING');
  return {
    async get(name) {
      const known = select.get(name);
      if (known !== undefined) return bytes(known, 'value');
      insert.run(name, randomBytes(32));
      return bytes(select.get(name) ?? {}, 'value');
    },
  };
};
