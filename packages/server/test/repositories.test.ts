import { postgresRepositories } from '../src/stores/postgres/repositories.ts';
import { openTemporaryDatabase } from '../src/stores/sqlite/database.ts';
import { sqliteRepositories } from '../src/stores/sqlite/repositories.ts';
import { memoryRepositories } from './support/memory-repositories.ts';
import { newDatabase } from './support/postgres.ts';
import { repositoryContracts } from './support/repository-contracts.ts';
import { afterThis } from './support/server.ts';

repositoryContracts('memory', memoryRepositories);
repositoryContracts('PostgreSQL', async () => postgresRepositories(await newDatabase()));
repositoryContracts('SQLite', () => {
  const { database, close } = openTemporaryDatabase();
  afterThis(close);
  return sqliteRepositories(database);
});
