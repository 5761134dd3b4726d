import type { Browser } from '@playwright/test';
import { open, type Person } from './helpers/board-page.ts';
import { type Cluster, startCluster } from './helpers/cluster.ts';
import { expect, test } from './helpers/test.ts';

test.describe.configure({ timeout: 120_000 });

const line = (y: number) =>
  [
    [300, y],
    [450, y + 8],
    [600, y],
  ] as const;

/** Two people on one board, each by a server of their own. */
async function twoOn({ servers: [first, second] }: Cluster, browser: Browser): Promise<readonly [Person, Person]> {
  const ada = await open(browser, first?.url ?? '');
  await ada.sees('saved');
  const { pathname, hash } = new URL(ada.address());
  return [ada, await open(browser, `${second?.url}${pathname}${hash}`)];
}

/** Draws, one after the other, and waits until both have all. */
async function drawBoth(people: readonly [Person, Person], y: number, had: number): Promise<void> {
  const [ada, ben] = people;
  await ada.draw(line(y));
  await ben.has(had + 1);
  await ben.draw(line(y + 40));
  await ada.has(had + 2);
  await ben.has(had + 2);
}

test('two people on two servers draw together, see each other, and a link that is turned off ends on both', async ({
  browser,
}) => {
  const cluster = await startCluster(2);
  const people = await twoOn(cluster, browser);
  const [ada, ben] = people;
  await drawBoth(people, 200, 0);
  await ada.sees('saved');
  await ben.sees('saved');
  for (const person of people) await expect.poll(async () => (await person.status()).peers).toBe(1);
  const [hers, his] = await Promise.all(people.map(({ page }) => page.evaluate(() => window.gesso.board.elements())));
  expect(his).toEqual(hers);

  const { origin, pathname } = new URL(ada.address());
  const api = `${origin}/api/boards/${pathname.split('/').at(-1)}/links`;
  const { links } = (await (await ada.page.request.get(api)).json()) as { links: readonly { id: string }[] };
  for (const { id } of links) await ada.page.request.delete(`${api}/${id}`, { headers: { origin } });
  await expect.poll(async () => (await ben.status()).sync).toBe('refused');
  await drawAlone(ada, 3);
  for (const person of people) await person.leave();
  await cluster.dispose();
});

async function drawAlone(person: Person, total: number): Promise<void> {
  await person.draw(line(400));
  await person.has(total);
  await person.sees('saved');
}

test('each part may fail while two people draw: nothing is lost, and both have all once it is back', async ({
  browser,
}) => {
  const cluster = await startCluster(2);
  const people = await twoOn(cluster, browser);
  const [ada, ben] = people;
  await drawBoth(people, 160, 0);

  // Without Redis the database carries the word.
  await cluster.redis.crash();
  await drawBoth(people, 240, 2);
  await cluster.redis.start();
  await drawBoth(people, 320, 4);

  // A server is killed: its people go on by themselves, and meet again when it is back.
  await cluster.servers[1]?.kill();
  await ada.draw(line(400));
  await ada.sees('saved');
  await ben.sees('offline');
  await ben.draw(line(440));
  await cluster.servers[1]?.start();
  for (const person of people) {
    await person.has(8);
    await person.sees('saved');
  }

  // Without the database nothing is called saved; nothing is lost.
  await cluster.postgres.crash();
  await ada.draw(line(480));
  await ben.draw(line(520));
  await expect.poll(async () => (await ada.status()).unsaved).toBeGreaterThan(0);
  await cluster.postgres.start();
  for (const person of people) {
    await person.has(10);
    await person.sees('saved');
  }
  const [hers, his] = await Promise.all(people.map(({ page }) => page.evaluate(() => window.gesso.board.elements())));
  expect(his).toEqual(hers);
  for (const person of people) await person.leave();
  await cluster.dispose();
});
