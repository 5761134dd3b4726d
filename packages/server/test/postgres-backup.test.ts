import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { readStored } from './faults/stored.ts';
import { edit } from './support/line.ts';
import { type NewBoard, person, type Someone } from './support/person.ts';
import { png } from './support/pictures.ts';
import { type OwnPostgres, ownPostgres } from './support/postgres.ts';
import { shellPath } from './support/process.ts';
import { afterThis, newFolder, serve } from './support/server.ts';
import { lineAt } from './support/shell.ts';
import { sync } from './survive/client.ts';

/** docs/operations.md, "Backup and restore of PostgreSQL", followed: its commands are read from the page. */

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A database of a user who may do nothing else, and the address another one of theirs will have. */
const ofPlainUser = async ({ url }: OwnPostgres) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("CREATE ROLE gesso LOGIN PASSWORD 'secret'");
  await client.query("CREATE DATABASE gesso OWNER gesso ENCODING 'UTF8' TEMPLATE template0");
  await client.end();
  const named = (name: string): string =>
    Object.assign(new URL(url), { username: 'gesso', password: 'secret', pathname: `/${name}` }).href;
  return { first: named('gesso'), restored: named('gesso_restored') };
};

/** What runs a line of the page with the programs of a PostgreSQL, as its operator. */
const operatorOf = ({ url, programs }: OwnPostgres, env: Readonly<Record<string, string>>) => {
  const { hostname, port, username, password } = new URL(url);
  const operator = { PGHOST: hostname, PGPORT: port, PGUSER: username, PGPASSWORD: password };
  const cwd = newFolder();
  const gesso = `node ${path.join(root, 'packages/server/src/commands/main.ts')}`;
  return async (mark: string): Promise<string> => {
    const line = lineAt(mark).replace('npm run gesso --', gesso);
    const PATH = [programs, shellPath].join(path.delimiter);
    const { stdout } = await promisify(execFile)('sh', ['-c', line], { cwd, env: { PATH, ...operator, ...env } });
    return stdout;
  };
};

const documentOf = async (who: Someone, board: string): Promise<Y.Doc> => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, (await who.get(`/api/boards/${board}/document`)).bytes);
  return doc;
};

const contentOf = (doc: Y.Doc) => doc.getMap('el').toJSON();

/** A page of a board that stays open while servers come and go, and what of its own was acknowledged. */
const pageOf = (board: string, prefix: string) => {
  const doc = new Y.Doc();
  const drawn: string[] = [];
  let saved = 0;
  const waits: (() => void)[] = [];
  const wake = (): void => {
    for (const go of waits.splice(0)) go();
  };
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise<void>((go) => waits.push(go));
  };
  return {
    doc,
    get saved(): readonly string[] {
      return drawn.slice(0, saved);
    },
    /** Resolves when it has what the server has, and the server all it sent. Returns what ends the connection. */
    async connects(url: string, cookie: string): Promise<() => Promise<unknown>> {
      const sent: number[] = [];
      let acknowledged = 0;
      let isSynced = false;
      const line = sync({ url, board, cookie }, doc, {
        after: afterThis,
        onSent: () => void sent.push(drawn.length),
        onSaved(count) {
          acknowledged = count;
          saved = Math.max(saved, sent[count - 1] ?? 0);
          wake();
        },
        onSynced() {
          isSynced = true;
          wake();
        },
      });
      await until(() => isSynced && acknowledged === sent.length);
      return () => {
        line.cut();
        return line.ended;
      };
    },
    async draws(): Promise<void> {
      const id = `${prefix}${String(drawn.length).padStart(12 - prefix.length, '0')}`;
      drawn.push(id);
      doc.getMap('el').set(id, { k: 'r' });
      await until(() => saved === drawn.length);
    },
    has: (ids: readonly string[]): boolean => ids.every((id) => doc.getMap('el').has(id)),
  };
};

/** A board that nobody draws on any more, with a picture and a version that is kept. */
const fills = async (
  who: Someone,
  board: NewBoard,
): Promise<{ readonly picture: string; readonly bytes: Uint8Array }> => {
  const doc = new Y.Doc();
  const drawn = await who.put(`/api/boards/${board.id}/document`, edit(doc, 'element-0001'));
  const kept = await who.post(`/api/boards/${board.id}/versions`, { name: 'Kept' });
  const { hash } = (await who.post(`/api/boards/${board.id}/assets`, await png())).body;
  const later = await who.put(`/api/boards/${board.id}/document`, edit(doc, 'element-0002', { k: 'i', asset: hash }));
  expect([drawn.status, kept.status, later.status]).toEqual([204, 201, 204]);
  const picture = `/api/boards/${board.id}/assets/${hash}`;
  return { picture, bytes: (await who.get(picture)).bytes };
};

test('a dump taken while people draw holds all that was acknowledged before, and open pages bring back the rest', {
  timeout: 300_000,
}, async () => {
  const postgres = await ownPostgres();
  const { first, restored } = await ofPlainUser(postgres);
  const operator = operatorOf(postgres, { DATABASE_URL: first, RESTORED_URL: restored });
  const before = await serve({ DATABASE_URL: first });
  const ann = person(before.url);
  const [quiet, busy] = [await ann.makesBoard('Quiet'), await ann.makesBoard('Busy')];
  const { picture, bytes } = await fills(ann, quiet);
  const untouched = await documentOf(ann, quiet.id);
  const ben = person(before.url);
  await ben.opens(busy.edit);
  const [mine, his] = [pageOf(busy.id, 'a-'), pageOf(busy.id, 'b-')];
  const leave = [await mine.connects(before.url, ann.cookie), await his.connects(before.url, ben.cookie)];
  for (let n = 0; n < 30; n++) await Promise.all([mine.draws(), his.draws()]);

  const acknowledged = [...mine.saved, ...his.saved];
  let isTaken = false;
  const dump = operator('pg_dump').finally(() => {
    isTaken = true;
  });
  while (!isTaken) await Promise.all([mine.draws(), his.draws()]);
  await dump;
  await Promise.all([mine.draws(), his.draws()]);
  for (const one of leave) await one();
  await before.close();

  await operator('createdb');
  await operator('pg_restore');
  await operator('psql --command');
  await operator('migrate --to ./checked');
  expect(await operator('verify ./checked')).toContain('All is as it was written.');
  const stored = await readStored(restored, busy.id);
  expect([stored.gaps, stored.damaged]).toEqual([0, 0]);
  expect(acknowledged.filter((id) => !stored.doc.getMap('el').has(id))).toEqual([]);
  // Drawn after the dump.
  expect(stored.doc.getMap('el').has(mine.saved.at(-1) ?? '')).toBe(false);

  const after = await serve({ DATABASE_URL: restored });
  const again = person(after.url, ann.cookie);
  expect(contentOf(await documentOf(again, quiet.id))).toEqual(contentOf(untouched));
  expect((await again.get(picture)).bytes).toEqual(bytes);
  expect((await again.get(`/api/boards/${quiet.id}/versions`)).text).toContain('"name":"Kept"');
  const cas = person(after.url);
  expect((await cas.opens(quiet.view)).body.role).toBe('viewer');

  // Ben's page has come first, and holds what Ann drew as well.
  await his.connects(after.url, ben.cookie);
  await mine.connects(after.url, ann.cookie);
  await Promise.all([mine.draws(), his.draws()]);
  const all = [...mine.saved, ...his.saved];
  const ended = await readStored(restored, busy.id);
  expect([ended.gaps, ended.damaged]).toEqual([0, 0]);
  expect([...ended.doc.getMap('el').keys()].sort()).toEqual([...all].sort());
  expect(contentOf(await documentOf(again, busy.id))).toEqual(contentOf(ended.doc));
});
