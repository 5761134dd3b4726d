import { seededRandom } from '@gesso/crdt-schema/testing';
import { type Browsing, openBrowser } from './canvas/browser.ts';
import { home, seed } from './config.ts';
import { startGesso } from './gesso.ts';
import { scrolled, usable } from './home/page.ts';
import { drawing, newPerson, type Person, putBoards } from './home/people.ts';
import { paintFirst, readFirst, searchTimes, whilePainting } from './home/requests.ts';
import { type Row, rounded } from './row.ts';
import { say } from './say.ts';
import { median, quantile } from './statistics.ts';
import { temporaryFolder } from './temporary.ts';

/** The list of a person's boards: how soon it is of use, how it moves, how it is searched, and what its pictures cost the server. */

const { boards: sizes, drawn, thumbnails, goals } = home;

/** A server with these people, on a file that their boards were put into. */
const withPeople = async (folder: string) => {
  // Everything comes from one address here.
  const first = await startGesso(folder, { REQUESTS_PER_MINUTE: '1000000' });
  const person = () => newPerson(first.url, folder);
  const [few, some, many, drawer] = [await person(), await person(), await person(), await person()];
  const random = seededRandom(seed);
  const small = Array.from({ length: 10 }, () => drawing(drawn.strokes, drawn.points, random));
  const full = Array.from({ length: 5 }, () => drawing(thumbnails.strokes, thumbnails.points, random));
  const people = new Map<string, Person>();
  const server = await first.restart(() => {
    const put = ({ owner, cookie }: typeof few, count: number, updates = small) =>
      people.set(owner, { cookie, boards: putBoards(folder, { owner, count, drawn: drawn.boards, updates }) });
    put(few, sizes.few);
    put(some, sizes.some);
    put(many, sizes.many);
    put(drawer, thumbnails.boards, full);
  });
  const known = ({ owner, cookie }: typeof few): Person => people.get(owner) ?? { cookie, boards: [] };
  return { server, few: known(few), some: known(some), many: known(many), drawer: known(drawer) };
};

type Setting = Awaited<ReturnType<typeof withPeople>>;

/** How soon a list is of use, by turns for both people. */
const coldRows = async (browser: Browsing, { server, few, some }: Setting): Promise<readonly Row[]> => {
  for (const person of [few, some]) await paintFirst(server.url, person, drawn.boards);
  const times: { readonly few: number[]; readonly some: number[] } = { few: [], some: [] };
  // The first tells of a browser that has just started.
  await usable(browser, server.url, few.cookie);
  for (let n = 0; n < home.loads; n++) {
    times.few.push(await usable(browser, server.url, few.cookie));
    times.some.push(await usable(browser, server.url, some.cookie));
  }
  return say([
    {
      name: `${sizes.some} boards: usable, cold`,
      value: median(times.some),
      unit: 'ms',
      goal: goals.usable,
      baseline: median(times.few),
      note: `baseline: ${sizes.few} boards; slowest ${Math.round(Math.max(...times.some))} ms`,
    },
  ]);
};

const scrollRows = async (browser: Browsing, { server, many }: Setting): Promise<readonly Row[]> => {
  const { rows, longTasks, longestCpu, seconds } = await scrolled(browser, server.url, many.cookie);
  return say([
    {
      name: `${sizes.many} boards: longest task while scrolled to the end, CPU of its thread`,
      value: longestCpu,
      unit: 'ms',
      goal: 50,
    },
    {
      name: `${sizes.many} boards: tasks over 50 ms while scrolled to the end`,
      value: longTasks.length,
      unit: '',
      goal: goals.longTasks,
      note: `${rows} rows in ${seconds.toFixed(1)} s, longest ${Math.round(Math.max(0, ...longTasks))} ms`,
    },
  ]);
};

const searchRows = async ({ server, few, many }: Setting): Promise<readonly Row[]> => {
  for (const person of [few, many]) await readFirst(server.url, person);
  const base = await searchTimes(server.url, few);
  const { times, found } = await searchTimes(server.url, many);
  const row = (name: string, q: number, goal: number): Row => ({
    name: `${sizes.many} boards: search by text, ${name}`,
    value: quantile(times, q),
    unit: 'ms',
    goal,
    baseline: quantile(base.times, q),
    note: `${times.length} searches, ${found} found; baseline: ${sizes.few} boards`,
  });
  return say([row('median', 0.5, goals.search.median), row('p95', 0.95, goals.search.p95)]);
};

const paintingRows = async ({ server, drawer }: Setting): Promise<readonly Row[]> => {
  const { painted, kept } = await whilePainting(server, drawer);
  const note = `${thumbnails.boards} boards of ${thumbnails.strokes} strokes in ${painted.seconds.toFixed(0)} s; baseline: the same requests, kept`;
  const row = (name: 'p99' | 'max'): Row => ({
    name: `server's event loop while thumbnails are painted, ${name}`,
    value: painted.delays[name],
    unit: 'ms',
    goal: Math.max(goals.lateMs[name], rounded(goals.lateTimes * kept.delays[name])),
    baseline: kept.delays[name],
    note,
  });
  return say([row('p99'), row('max')]);
};

const parts = ['cold', 'scroll', 'search', 'thumbnails'] as const;

/** `part`: one of `cold`, `scroll`, `search` and `thumbnails` alone. */
export const homeBench = async (part?: string): Promise<Row[]> => {
  if (part !== undefined && !parts.some((one) => one === part)) throw new Error(`no part "${part}"`);
  const isWanted = (one: (typeof parts)[number]) => part === undefined || part === one;
  const folder = temporaryFolder();
  const setting = await withPeople(folder.path);
  const rows: Row[] = [];
  try {
    if (isWanted('search')) rows.push(...(await searchRows(setting)));
    if (isWanted('thumbnails')) rows.push(...(await paintingRows(setting)));
    if (isWanted('cold') || isWanted('scroll')) {
      const browser = await openBrowser();
      try {
        if (isWanted('cold')) rows.push(...(await coldRows(browser, setting)));
        if (isWanted('scroll')) rows.push(...(await scrollRows(browser, setting)));
      } finally {
        await browser.close();
      }
    }
  } finally {
    await setting.server.stop();
  }
  return rows;
};
