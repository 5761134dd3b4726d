import { expect, test } from 'vitest';
import { person } from './support/person.ts';
import { newSchema } from './support/postgres.ts';
import { serve } from './support/server.ts';

const minute = 60_000;

/** Two servers on one database, the machine of the first of which is so many ms ahead of all others. */
const two = async (ahead: number) => {
  const env = { DATABASE_URL: await newSchema() };
  const one = await serve(env, { now: () => Date.now() + ahead });
  return { one, other: await serve(env) };
};

test.each([-3, 3])(
  'a link holds as long on a server whose clock is %d minutes ahead as on the others',
  async (ahead) => {
    const { one, other } = await two(ahead * minute);
    const ann = person(one.url);
    const board = await ann.makesBoard();
    const links = `/api/boards/${board.id}/links`;
    const until = (at: number) => ({ expiresAt: new Date(at).toISOString() });
    const [good, over] = [
      (await ann.post(links, { role: 'editor', ...until(Date.now() + minute) })).body,
      (await ann.post(links, { role: 'editor' })).body,
    ];
    await ann.patch(`${links}/${over.id}`, until(Date.now() - minute));
    for (const { url } of [one, other]) {
      const ben = person(url);
      expect((await ben.opens(over)).status).toBe(404);
      expect((await ben.opens(good)).status).toBe(200);
      const line = await ben.connects(board.id);
      expect(await line.hears('role')).toMatchObject({ role: 'editor' });
    }
  },
);

test.each([-3, 3])('what happened on a server whose clock is %d minutes ahead happened when it did', async (ahead) => {
  const { one, other } = await two(ahead * minute);
  const before = Date.now();
  const ann = person(one.url);
  const board = await ann.makesBoard();
  const there = await person(other.url, ann.cookie).get(`/api/boards/${board.id}`);
  const at = Date.parse(JSON.parse(there.text).createdAt);
  // The answer of the database takes its time.
  expect(Math.abs(at - before)).toBeLessThan(minute / 2);
});
