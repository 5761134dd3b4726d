/** Everything that is kept in PostgreSQL, as `../storage.ts` asks for it. */
import type { BucketPlace } from '../../config/bucket-url.ts';
import { refuseUnfitBucket, refuseWithoutBucket } from './asset-objects.ts';
import type { Bucket } from './bucket.ts';
import { sharedClock } from './clock.ts';
import { postgresStore } from './log.ts';
import { watchDatabase } from './migrations.ts';
import { openPostgres, openPostgresBeside } from './open.ts';
import { postgresOperations } from './operations.ts';
import { postgresRepositories } from './repositories.ts';

/** Who keeps pictures in the database does not load what a bucket takes. */
const bucketAt = async (place: BucketPlace | undefined): Promise<Bucket | undefined> =>
  place === undefined ? undefined : (await import('./bucket.ts')).openBucket(place);

/**
 * `own` is the clock of this server. `warn` is told where the bucket does not answer just now. Throws `ConfigError` with a sentence when the database or the bucket cannot be used, or a
 * migration has it.
 */
export async function openPostgresStorage(
  url: string,
  place: BucketPlace | undefined,
  warn: (error: unknown, sentence: string) => void,
  own: () => number,
) {
  const { database, close } = await openPostgres(url);
  const bucket = await bucketAt(place);
  try {
    await refuseWithoutBucket(database, bucket);
    if (bucket !== undefined)
      await refuseUnfitBucket(bucket, (error) => warn(error, 'pictures can neither be stored nor shown just now'));
  } catch (error) {
    await close();
    throw error;
  }
  const clock = sharedClock(own);
  const { changedElsewhere, tooOld, looked } = watchDatabase(database, clock);
  await looked;
  return {
    store: postgresStore(database, { now: clock.now }),
    repositories: postgresRepositories(database, bucket),
    changedElsewhere,
    tooOld,
    now: clock.now,
    get place() {
      return database.place;
    },
    onReplaced: (listener: () => void) => database.onReplaced(listener),
    close,
  };
}

/** Opens it beside a server that may be running: to be looked at, or with `write` to change a row or two. */
export async function openPostgresStorageBeside(
  url: string,
  place: BucketPlace | undefined,
  options: { readonly write?: boolean },
) {
  const { database, close } = await openPostgresBeside(url, options);
  return {
    store: postgresStore(database),
    repositories: postgresRepositories(database, await bucketAt(place)),
    operations: postgresOperations(database),
    close,
  };
}
