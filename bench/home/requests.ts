import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '@gesso/crdt-schema/testing';
import { home, seed } from '../config.ts';
import type { Delays, Server } from '../process.ts';
import { type Person, vocabulary } from './people.ts';

const get = async (url: string, { cookie }: Pick<Person, 'cookie'>): Promise<Response> => {
  const answer = await fetch(url, { headers: { cookie } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer;
};

/** Words as people look for them: parts of them, two letters, words in use and words that stand nowhere. */
const searches = (): readonly string[] => {
  const random = seededRandom(seed + 1);
  const next = vocabulary();
  return Array.from({ length: home.searches }, (_, n) => {
    const word = next(random);
    return [word, word.slice(0, 2), `${word} ${next(random)}`, `${word}xq`][n % 4] ?? word;
  });
};

interface Listed {
  readonly boards: readonly unknown[];
  /** Set while boards are still being read on which there may be more. */
  readonly reading?: boolean;
}

const search = async (url: string, person: Person, words: string): Promise<Listed> => {
  const answer = await get(`${url}/api/boards?sort=updated&limit=100&q=${encodeURIComponent(words)}`, person);
  return (await answer.json()) as Listed;
};

/** Searches until every board of a person is read: what is read from the disk is read once. Throws where that does not end. */
export const readFirst = async (url: string, person: Person): Promise<void> => {
  const end = performance.now() + home.readingMs;
  for (const words of searches())
    while ((await search(url, person, words)).reading === true)
      if (performance.now() > end)
        throw new Error(`"${words}": boards are still being read after ${home.readingMs} ms`);
};

/** ms of each search of a person, and how many boards were found in all. Throws where a search did not have all there is. */
export const searchTimes = async (url: string, person: Person) => {
  const times: number[] = [];
  let found = 0;
  for (const words of searches()) {
    const begun = performance.now();
    const { boards, reading } = await search(url, person, words);
    times.push(performance.now() - begun);
    if (reading === true) throw new Error(`"${words}": boards were still being read while it was measured`);
    found += boards.length;
  }
  return { times, found };
};

interface Pass {
  readonly delays: Delays;
  /** When each was asked for, ms from the first. */
  readonly starts: readonly number[];
  readonly seconds: number;
}

const pictureOf = (url: string, board: string): string => `${url}/api/boards/${board}/thumbnail.png`;

/** Asks for the pictures of all boards, some at once; or each at its time of another pass. */
const ask = async (server: Server, person: Person, at?: readonly number[]): Promise<Pass> => {
  await server.delays();
  const begun = performance.now();
  const starts: number[] = [];
  let next = 0;
  const one = async (): Promise<void> => {
    for (let n = next++; n < person.boards.length; n = next++) {
      const wait = (at?.[n] ?? 0) - (performance.now() - begun);
      if (wait > 0) await delay(wait);
      starts[n] = performance.now() - begun;
      await (await get(pictureOf(server.url, person.boards[n] ?? ''), person)).arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: home.thumbnails.atOnce }, one));
  return { delays: await server.delays(), starts, seconds: (performance.now() - begun) / 1_000 };
};

/** How late the server's loop is while pictures are painted, and while the same are given that were kept. */
export const whilePainting = async (server: Server, person: Person) => {
  const painted = await ask(server, person);
  const kept = await ask(server, person, painted.starts);
  return { painted, kept };
};

/** Has the pictures painted that a list shows first, so that a page only fetches them. */
export const paintFirst = async (url: string, { boards, cookie }: Person, count: number): Promise<void> => {
  for (const board of boards.slice(-count)) await (await get(pictureOf(url, board), { cookie })).arrayBuffer();
};
