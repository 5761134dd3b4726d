import { expect, test, vi } from 'vitest';
import { person } from './support/person.ts';
import { newSchema } from './support/postgres.ts';
import { serve } from './support/server.ts';

/** On a machine that may be busy with others. */
const patient = { timeout: 20_000 };

test('an owner on one server answers a person who asked to draw on another', async () => {
  const env = { DATABASE_URL: await newSchema() };
  const [one, other] = await Promise.all([serve(env), serve(env)]);
  const ann = person(other.url);
  const board = await ann.makesBoard();
  const at = (path: string) => `/api/boards/${board.id}${path}`;
  const ben = person(one.url);
  await ben.opens(board.view);
  const line = await ben.connects(board.id);
  const { you } = await line.hears('role');
  await ben.post(at('/ask'));
  const asking = async (url: string): Promise<readonly string[]> => {
    const { people } = JSON.parse((await person(url, ann.cookie).get(at('/people'))).text);
    return people.filter(({ asks }: { asks: boolean }) => asks).map(({ id }: { id: string }) => id);
  };
  // Who comes is written down a second later.
  for (const { url } of [one, other])
    await vi.waitFor(async () => expect(await asking(url)).toEqual([you.id]), patient);
  const anns = await ann.connects(board.id);
  expect(await anns.hears('notice')).toMatchObject({ code: 'STILL_ASKS', person: { id: you.id } });
  expect((await ann.delete(at(`/people/${you.id}/ask`))).status).toBe(204);
  expect(await line.hears('notice')).toMatchObject({ code: 'SAID_NOT_NOW' });
  await vi.waitFor(async () => expect(await asking(one.url)).toEqual([]), patient);
});
