import { aloneInTurns } from '../among-servers.ts';
import type { Repositories } from '../repositories.ts';
import { sqliteAssets } from './assets.ts';
import { sqliteAudit } from './audit.ts';
import { sqliteBoards, visitWriter } from './boards.ts';
import { type Database, transaction } from './database.ts';
import { sqliteLinks, useCounter } from './links.ts';
import { sqliteMemberships } from './memberships.ts';
import { sqliteSecrets } from './secrets.ts';
import { sqliteSessions } from './sessions.ts';
import { sweep } from './sweep.ts';
import { sqliteTexts } from './texts.ts';
import { sqliteWebhooks } from './webhooks.ts';

/** The repositories in the same SQLite file as the log. Statements are prepared once. */
export const sqliteRepositories = (database: Database): Repositories => {
  const writeVisit = visitWriter(database);
  const addUses = useCounter(database);
  return {
    boards: sqliteBoards(database),
    texts: sqliteTexts(database),
    links: sqliteLinks(database),
    memberships: sqliteMemberships(database),
    sessions: sqliteSessions(database),
    assets: sqliteAssets(database),
    audit: sqliteAudit(database),
    secrets: sqliteSecrets(database),
    webhooks: sqliteWebhooks(database),
    turns: aloneInTurns,
    async writeSeen({ visits, uses }) {
      transaction(database, () => {
        for (const visit of visits) writeVisit(visit);
        for (const [link, count] of uses) addUses(link, count);
      });
    },
    async *sweep(ages) {
      yield* sweep(database, ages);
    },
  };
};
