/**
 * Where the bytes of pictures lie that are in a bucket. Every time a picture is brought its bytes get an object of their own, under a name that
 * nothing else ever has: what is taken away late, by a server that was asleep, is never what is needed now. `loose_objects` names what may be in the
 * bucket without belonging to a picture: before it is put there, until its row stands; and again when that row goes.
 */
import { randomBytes } from 'node:crypto';
import { ConfigError } from '../../config/config.ts';
import { text } from '../rows.ts';
import { type Bucket, BucketError } from './bucket.ts';
import { type Database, databaseNow, databaseThen, type Queries } from './database.ts';

/** Objects that are taken away in one step. */
const step = 100;
/** How long (ms) one may be on its way into the bucket: far longer than a request lasts. */
const onItsWayMs = 60 * 60_000;

/** Puts bytes down that have no row yet. Resolves to the name of the object. */
export const putAside = async (
  database: Database,
  bucket: Bucket,
  { hash, type }: { readonly hash: string; readonly type: string },
  data: Uint8Array,
): Promise<string> => {
  const object = `${hash}-${randomBytes(9).toString('base64url')}`;
  await database.run(`INSERT INTO loose_objects (object, at) VALUES ($1, ${databaseNow})`, [object]);
  await bucket.put(object, type, data);
  return object;
};

/** From now on it belongs to a picture. Throws where it was given up meanwhile, and may be gone. */
export const keepObject = async (queries: Queries, object: string): Promise<void> => {
  if ((await queries.run('DELETE FROM loose_objects WHERE object = $1 AND at > 0', [object])) === 0)
    throw new BucketError('putting a picture into the bucket took too long');
};

/** Takes what belongs to no picture out of the bucket, a step at a time. They were counted when their rows went. */
export async function* sweepObjects(database: Database, bucket: Bucket): AsyncGenerator<number, void> {
  // Without a time it belongs to nobody any more: `keepObject` does not take it.
  const claim = `
    UPDATE loose_objects SET at = 0 WHERE object IN (
      SELECT object FROM loose_objects WHERE at < ${databaseThen} - ${onItsWayMs} ORDER BY at LIMIT ${step} FOR UPDATE SKIP LOCKED)
    RETURNING object`;
  for (let taken = step; taken === step; ) {
    const rows = await database.all(claim);
    for (const row of rows) {
      await bucket.remove(text(row, 'object'));
      await database.run('DELETE FROM loose_objects WHERE object = $1', [text(row, 'object')]);
    }
    taken = rows.length;
    yield 0;
  }
}

/** Throws `ConfigError` where pictures lie in a bucket and none is set. */
export const refuseWithoutBucket = async (database: Database, bucket: Bucket | undefined): Promise<void> => {
  if (bucket !== undefined) return;
  const one = await database.one('SELECT hash FROM assets WHERE object IS NOT NULL LIMIT 1');
  if (one !== undefined)
    throw new ConfigError(
      'Pictures of this database lie in a bucket: set ASSETS_S3_URL to it, as it was when they were put there.',
    );
};

/** Throws `ConfigError` where nothing can be put into the bucket by these keys; one that does not answer just now is none of that. */
export const refuseUnfitBucket = async (bucket: Bucket, told: (error: BucketError) => void): Promise<void> => {
  try {
    await bucket.put('gesso-was-here', 'text/plain', new Uint8Array());
  } catch (error) {
    if (!(error instanceof BucketError)) throw error;
    if (error.status === undefined || error.status >= 500) return told(error);
    throw new ConfigError(
      `Pictures cannot be put where ASSETS_S3_URL says: ${error.message}. Correct its keys, its region and the name of the bucket, and let them put, get and delete objects.`,
    );
  }
};
