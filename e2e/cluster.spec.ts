import type { Browser } from '@playwright/test';
import { startBalancer } from './helpers/balancer.ts';
import { open, openAs, type Person } from './helpers/board-page.ts';
import { type Cluster, startCluster } from './helpers/cluster.ts';
import { expect, test } from './helpers/test.ts';

test.describe.configure({ timeout: 180_000 });

type Pair = readonly [Person, Person];

let cluster: Cluster;

test.beforeEach(async () => {
  cluster = await startCluster(3);
});

test.afterEach(() => cluster.dispose());

/** Two people on one board, on the first server and on the last. */
async function onTwo(browser: Browser): Promise<Pair> {
  const ada = await open(browser, cluster.servers[0]?.url ?? '');
  await ada.sees('saved');
  const { pathname, hash } = new URL(ada.address());
  return [ada, await open(browser, `${cluster.servers[2]?.url}${pathname}${hash}`)];
}

/** Draws a line below those there are. */
async function draw(person: Person, n: number): Promise<void> {
  const y = 130 + n * 28;
  await person.draw([
    [300, y],
    [450, y + 6],
    [600, y],
  ]);
}

/** Draws, one after the other, and waits until both have all. */
async function drawBoth(people: Pair, had: number): Promise<void> {
  const [ada, ben] = people;
  await draw(ada, had);
  await ben.has(had + 1);
  await draw(ben, had + 1);
  await bothHave(people, had + 2);
}

async function bothHave(people: Pair, total: number): Promise<void> {
  for (const person of people) {
    await person.has(total);
    await person.sees('saved');
  }
}

async function areEqual(people: Pair): Promise<void> {
  const [hers, his] = await Promise.all(people.map(({ page }) => page.evaluate(() => window.gesso.board.elements())));
  expect(his).toEqual(hers);
  for (const person of people) await person.leave();
}

test('two people on two servers draw together, see each other, and a link that is turned off ends on both', async ({
  browser,
}) => {
  const people = await onTwo(browser);
  const [ada, ben] = people;
  await drawBoth(people, 0);
  for (const person of people) await expect.poll(async () => (await person.status()).peers).toBe(1);

  const { origin, pathname } = new URL(ada.address());
  const api = `${origin}/api/boards/${pathname.split('/').at(-1)}/links`;
  const { links } = (await (await ada.page.request.get(api)).json()) as { links: readonly { id: string }[] };
  for (const { id } of links) await ada.page.request.delete(`${api}/${id}`, { headers: { origin } });
  await expect.poll(async () => (await ben.status()).sync).toBe('refused');
  await draw(ada, 2);
  await ada.has(3);
  await ada.sees('saved');
  for (const person of people) await person.leave();
});

test('each part may fail while two people draw: nothing is lost, and both have all once it is back', async ({
  browser,
}) => {
  const people = await onTwo(browser);
  const [ada, ben] = people;
  await drawBoth(people, 0);

  // Without Redis the database carries the word.
  await cluster.redis.crash();
  await drawBoth(people, 2);
  await cluster.redis.start();
  await drawBoth(people, 4);

  // A server is killed: its people go on by themselves, and meet again when it is back.
  await cluster.servers[2]?.kill();
  await draw(ada, 6);
  await ada.sees('saved');
  await ben.sees('offline');
  await draw(ben, 7);
  await cluster.servers[2]?.start();
  await bothHave(people, 8);

  // Without the database nothing is called saved; nothing is lost.
  await cluster.postgres.crash();
  await draw(ada, 8);
  await draw(ben, 9);
  for (const person of people) await expect.poll(async () => (await person.status()).unsaved).toBeGreaterThan(0);
  await cluster.postgres.start();
  await bothHave(people, 10);
  await areEqual(people);
});

test('servers are stopped and started one after the other behind a proxy, and two people go on drawing', async ({
  browser,
}) => {
  const balancer = await startBalancer(cluster.servers);
  const ada = await open(browser, balancer.url);
  await ada.sees('saved');
  const people = [ada, await open(browser, ada.address())] as const;
  let drawn = 0;
  for (const server of cluster.servers) {
    await drawBoth(people, drawn);
    expect(await server.stop()).toBe(0);
    await drawBoth(people, drawn + 2);
    await server.start();
    drawn += 4;
  }
  await bothHave(people, drawn);
  for (const person of people) await expect.poll(async () => (await person.status()).peers).toBe(1);
  await areEqual(people);
  await balancer.close();
});

test('who does nothing while a server and the database are away is told of it no longer than it lasts', async ({
  browser,
}) => {
  const balancer = await startBalancer(cluster.servers);
  const ada = await open(browser, balancer.url);
  await draw(ada, 0);
  await ada.sees('saved');
  const ben = await openAs('viewer', browser, ada);
  await ben.has(1);
  const notice = ({ page }: Person) => page.locator('.notice');
  for (const server of cluster.servers) {
    expect(await server.stop()).toBe(0);
    for (const person of [ada, ben]) await person.sees('saved');
    for (const person of [ada, ben]) await expect(notice(person)).toHaveCount(0);
    await server.start();
  }

  await cluster.postgres.crash();
  await draw(ada, 1);
  for (const person of [ada, ben]) await expect(notice(person)).toContainText('Keep this page open');
  await cluster.postgres.start();
  await ada.sees('saved');
  for (const person of [ada, ben]) {
    await expect(notice(person)).toHaveCount(0);
    await expect(person.page.locator('.toast')).toHaveText('Changes are being saved again.');
    await person.leave();
  }
  await balancer.close();
});

test('a server behind a proxy is killed while two people draw on it: both come back by another', async ({
  browser,
}) => {
  const balancer = await startBalancer(cluster.servers);
  const ada = await open(browser, balancer.url);
  await ada.sees('saved');
  const people = [ada, await open(browser, ada.address())] as const;
  await drawBoth(people, 0);
  for (const server of cluster.servers.slice(0, 2)) await server.kill();
  await drawBoth(people, 2);
  for (const server of cluster.servers.slice(0, 2)) await server.start();
  await cluster.servers[2]?.kill();
  await drawBoth(people, 4);
  await areEqual(people);
  await balancer.close();
});
