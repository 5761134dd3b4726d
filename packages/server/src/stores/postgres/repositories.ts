import type { Repositories } from '../repositories.ts';
import { postgresAssets } from './assets.ts';
import { postgresAudit } from './audit.ts';
import { postgresBoards, writeVisits } from './boards.ts';
import type { Bucket } from './bucket.ts';
import { postgresCounters } from './counters.ts';
import type { Database } from './database.ts';
import { postgresKeys } from './keys.ts';
import { addUses, postgresLinks } from './links.ts';
import { postgresMemberships } from './memberships.ts';
import { postgresSecrets } from './secrets.ts';
import { postgresSessions } from './sessions.ts';
import { postgresStays } from './stays.ts';
import { sweep } from './sweep.ts';
import { postgresTexts } from './texts.ts';
import { postgresTurns } from './turns.ts';
import { postgresWebhooks } from './webhooks.ts';

/** The repositories in the same database as the log; in `bucket` the bytes of pictures. */
export const postgresRepositories = (database: Database, bucket?: Bucket): Repositories => ({
  boards: postgresBoards(database),
  texts: postgresTexts(database),
  links: postgresLinks(database),
  memberships: postgresMemberships(database),
  sessions: postgresSessions(database),
  assets: postgresAssets(database, bucket),
  audit: postgresAudit(database),
  secrets: postgresSecrets(database),
  webhooks: postgresWebhooks(database),
  turns: postgresTurns(database),
  keys: postgresKeys(database),
  counters: postgresCounters(database),
  stays: postgresStays(database),
  async writeSeen({ visits, uses }) {
    await database.transaction(async (queries) => {
      await writeVisits(queries, visits);
      await addUses(queries, uses);
    });
  },
  sweep: (ages) => sweep(database, ages, bucket),
});
