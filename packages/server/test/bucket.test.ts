import { describe, expect, test } from 'vitest';
import { ConfigError } from '../src/config/config.ts';
import { openBucket } from '../src/stores/postgres/bucket.ts';
import { postgresRepositories } from '../src/stores/postgres/repositories.ts';
import type { Repositories } from '../src/stores/repositories.ts';
import { integer } from '../src/stores/rows.ts';
import { assetContract } from './support/asset-contract.ts';
import { fakeBucket } from './support/bucket.ts';
import { person } from './support/person.ts';
import { plain } from './support/pictures.ts';
import { newDatabase, newSchema } from './support/postgres.ts';
import { boardOf } from './support/repository-records.ts';
import { serve } from './support/server.ts';

const withBucket = async () => {
  const bucket = await fakeBucket();
  const database = await newDatabase();
  const repositories = postgresRepositories(database, openBucket(bucket.place));
  return { bucket, database, repositories };
};

const picture = { hash: 'p'.repeat(43), type: 'image/png' } as const;
const data = new Uint8Array(2_500_000).map((_, i) => i % 251);
const by = { person: 'ann', at: 1 };

const sweep = async ({ sweep: all }: Repositories): Promise<void> => {
  for await (const _ of all({ old: 0, ended: 0, passing: 0, loose: 99 }));
};

const readAll = async (parts: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const read: Uint8Array[] = [];
  for await (const part of parts) read.push(part);
  return Buffer.concat(read);
};

describe('pictures in a bucket', () => {
  assetContract(async () => (await withBucket()).repositories);

  test('are there alone, as what they are, and go with the last board that has them', async () => {
    const { bucket, database, repositories } = await withBucket();
    await repositories.boards.create(boardOf('b'), []);
    expect(await repositories.assets.add('b', picture, data, by)).toBe(true);
    const [[name = '', kept] = []] = bucket.objects;
    expect([name.slice(0, 43), kept?.type, kept?.data.length]).toEqual([picture.hash, 'image/png', data.length]);
    expect(await database.all('SELECT part FROM asset_parts')).toEqual([]);
    await sweep(repositories);
    expect(bucket.objects.size).toBe(1);
    await repositories.boards.remove('b');
    await sweep(repositories);
    expect(bucket.objects.size).toBe(0);
    expect(await database.all('SELECT object FROM loose_objects')).toEqual([]);
  });

  test('that several bring at once are kept once, and the other objects are taken away, not before their time', async () => {
    const { bucket, database, repositories } = await withBucket();
    await repositories.boards.create(boardOf('b'), []);
    await Promise.all([1, 2, 3].map((at) => repositories.assets.add('b', picture, data, { ...by, at })));
    const loose = async () =>
      integer((await database.one('SELECT count(*) AS count FROM loose_objects')) ?? {}, 'count');
    expect(await loose()).toBe(bucket.objects.size - 1);
    await sweep(repositories);
    expect(await loose()).toBe(bucket.objects.size - 1);
    await database.run('UPDATE loose_objects SET at = at - 3700000');
    await sweep(repositories);
    expect(bucket.objects.size).toBe(1);
    expect(Buffer.compare(await readAll(repositories.assets.read(picture.hash)), data)).toBe(0);
  });

  test('whose server ended on the way, or was asleep for hours, are not kept without their bytes', async () => {
    const { bucket, database, repositories } = await withBucket();
    await repositories.boards.create(boardOf('b'), []);
    bucket.fail(500);
    await expect(repositories.assets.add('b', picture, data, by)).rejects.toMatchObject({ code: 'ERR_BUCKET' });
    expect(await repositories.assets.ofBoard('b')).toEqual([]);
    bucket.fail(undefined);
    await database.run('UPDATE loose_objects SET at = at - 3700000');
    await sweep(repositories);
    expect(await database.all('SELECT object FROM loose_objects')).toEqual([]);
    // Given up by another server while it was on its way.
    await database.exec(
      `CREATE FUNCTION give_up() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.at := 0; RETURN NEW; END';
      CREATE TRIGGER give_up BEFORE INSERT ON loose_objects FOR EACH ROW EXECUTE FUNCTION give_up()`,
    );
    await expect(repositories.assets.add('b', picture, data, by)).rejects.toMatchObject({ code: 'ERR_BUCKET' });
    expect(await repositories.assets.ofBoard('b')).toEqual([]);
    await database.exec('DROP TRIGGER give_up ON loose_objects; DROP FUNCTION give_up');
  });

  test('that are no more in it are an error, not a picture with a hole', async () => {
    const { bucket, repositories } = await withBucket();
    await repositories.boards.create(boardOf('b'), []);
    await repositories.assets.add('b', picture, data, by);
    for (const name of bucket.objects.keys()) bucket.lose(name);
    await expect(readAll(repositories.assets.read(picture.hash))).rejects.toThrow(/^the bucket .* answered 404/);
  });

  test('are shown beside those that lay in the database before', async () => {
    const { bucket, database, repositories } = await withBucket();
    const before = postgresRepositories(database);
    await before.boards.create(boardOf('b'), []);
    await before.assets.add('b', picture, data, by);
    expect(await repositories.assets.add('b', picture, data, by)).toBe(true);
    expect(bucket.objects.size).toBe(0);
    expect(Buffer.compare(await readAll(repositories.assets.read(picture.hash)), data)).toBe(0);
  });
});

const refusal = async (env: Readonly<Record<string, string>>): Promise<string> => {
  const failed = await serve(env).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(ConfigError);
  return (failed as Error).message;
};

describe('a server with a bucket', () => {
  test('takes and shows pictures; while the bucket is away it says so, and people try again', async () => {
    const bucket = await fakeBucket();
    const DATABASE_URL = await newSchema();
    const server = await serve({ DATABASE_URL, ASSETS_S3_URL: bucket.setting });
    const ann = person(server.url);
    const board = await ann.makesBoard();
    const put = async (color: string) =>
      ann.request('POST', `/api/boards/${board.id}/assets`, await plain(40, 30, color).png().toBuffer(), {
        'content-type': 'application/octet-stream',
      });
    const first = await put('#ff0000');
    expect(first.status).toBe(201);
    const shown = await ann.get(`/api/boards/${board.id}/assets/${first.body.hash}`);
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/png']);
    const [, kept] = [...bucket.objects].at(-1) ?? [];
    expect(shown.bytes.length).toBe(kept?.data.length);
    bucket.fail(503);
    expect(await put('#00ff00')).toMatchObject({ status: 503, body: { code: 'STORE_UNAVAILABLE' } });
    bucket.fail(undefined);
    expect((await put('#00ff00')).status).toBe(201);
    await server.close();
    expect(await refusal({ DATABASE_URL })).toMatch(/^Pictures of this database lie in a bucket: set ASSETS_S3_URL/);
  });

  test('does not start where nothing can be put there by its keys, and does where it only does not answer', async () => {
    const bucket = await fakeBucket();
    const DATABASE_URL = await newSchema();
    const wrong = new URL(bucket.setting);
    wrong.password = 'wrong';
    expect(await refusal({ DATABASE_URL, ASSETS_S3_URL: wrong.href })).toMatch(
      /^Pictures cannot be put where ASSETS_S3_URL says: the bucket pictures\/gesso on .* answered 403 AccessDenied\. Correct/,
    );
    bucket.fail(503);
    await serve({ DATABASE_URL, ASSETS_S3_URL: bucket.setting });
  });
});
