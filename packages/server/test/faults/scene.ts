/** A board on which three people draw and three look on, one of each at each server, and what they were promised. */
import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '@gesso/crdt-schema/testing';
import * as Y from 'yjs';
import type { After } from '../support/spawned.ts';
import { comeBy, makeBoard } from './guests.ts';
import { createWatcher, createWriter, type Meeting, newcomer, type Person, type Who, type Writer } from './people.ts';
import { readStored } from './stored.ts';
import type { World } from './world.ts';

/** How often is looked whether something holds by now, and how long that is waited for (ms). */
const lookEveryMs = 25;
const patienceMs = 60_000;

export interface Scene {
  readonly world: World;
  readonly board: string;
  /** Ids of elements that somebody was told are saved, or was shown without a warning, up to now. */
  promised(): ReadonlySet<string>;
  /** Decides what happens: the same for the same seed. */
  readonly random: () => number;
  /** Whether there is time for what takes long. */
  readonly isLong: boolean;
  readonly writers: readonly Writer[];
  readonly watchers: readonly Person[];
  /** What happens in it, where the name of the fault does not say. */
  readonly parts: string[];
  /** Waits until each who draws has been told so many more times that something is on disk. Returns whether that came about. */
  more(count: number): Promise<boolean>;
  /** Looks whether the database has all that was promised up to now, and has no gap. */
  check(): Promise<void>;
  /** Nobody draws any more: waits until everybody has what is in the database, and returns who has not. */
  settle(): Promise<readonly string[]>;
  /** Ids of what was promised and not found, when it was looked. */
  readonly missing: ReadonlySet<string>;
  /** Numbers that were missing in the log, and rows that were damaged. */
  readonly faulty: readonly string[];
  leave(): Promise<void>;
}

/** Resolves to whether it holds in time. */
async function comesAbout(holds: () => boolean | Promise<boolean>): Promise<boolean> {
  for (const end = performance.now() + patienceMs; performance.now() < end; await pause(lookEveryMs))
    if (await holds()) return true;
  return false;
}

const elementsOf = (doc: Y.Doc): ReadonlyMap<string, string> =>
  new Map([...doc.getMap('el').entries()].map(([id, element]) => [id, JSON.stringify(element)]));

const haveSameHistory = (one: Y.Doc, other: Y.Doc): boolean => {
  const [ones, others] = [one, other].map((doc) => Y.decodeStateVector(Y.encodeStateVector(doc)));
  return ones?.size === others?.size && [...(ones ?? [])].every(([client, clock]) => others?.get(client) === clock);
};

/** What one has that the other has not, or has otherwise; undefined where they are equal. */
function difference(name: string, doc: Y.Doc, stored: Y.Doc): string | undefined {
  const [theirs, ours] = [elementsOf(doc), elementsOf(stored)];
  const less = [...ours].filter(([id, element]) => theirs.get(id) !== element).length;
  const more = [...theirs].filter(([id]) => !ours.has(id)).length;
  if (less + more === 0 && haveSameHistory(doc, stored)) return undefined;
  return `${name} lacks ${less} of ${ours.size} and has ${more} besides`;
}

interface State {
  readonly world: World;
  readonly meeting: Meeting;
  readonly viewer: string;
  readonly writers: readonly Writer[];
  readonly watchers: readonly Person[];
  readonly missing: Set<string>;
  readonly faulty: string[];
}

const everybody = ({ writers, watchers }: State): readonly Person[] => [...writers, ...watchers];

const promisedIn = (state: State): ReadonlySet<string> =>
  new Set([...state.writers.flatMap(({ saved }) => saved), ...everybody(state).flatMap(({ seen }) => [...seen])]);

async function check(state: State): Promise<Y.Doc> {
  const { world, meeting, missing, faulty } = state;
  const promised = promisedIn(state);
  const { doc, gaps, damaged } = await readStored(world.database.url, meeting.board);
  const stored = doc.getMap('el');
  for (const id of promised) if (!stored.has(id)) missing.add(id);
  if (gaps > 0) faulty.push(`${gaps} numbers are missing in the log`);
  if (damaged > 0) faulty.push(`${damaged} rows of the log are damaged`);
  return doc;
}

/** Who does not have what is in the database; those who come now included. */
async function unequal(state: State): Promise<readonly string[]> {
  const { world, meeting, viewer } = state;
  const away = everybody(state).flatMap((one) => (one.isSettled ? [] : [one.account]));
  const [first, ...others] = everybody(state);
  const apart = others.filter(({ doc }) => first !== undefined && !haveSameHistory(doc, first.doc));
  if (away.length + apart.length > 0) return [...away, ...apart.map(({ account }) => `${account}, apart`)];
  const stored = await check(state);
  const unlike = everybody(state).flatMap(({ name, doc }) => difference(name, doc, stored) ?? []);
  const fresh = world.servers.map(async ({ name }, at) => {
    const who: Who = { name: `a newcomer at ${name}`, cookie: viewer, at };
    const doc = await newcomer(who, meeting);
    return doc === undefined ? `${who.name} does not get in` : difference(who.name, doc, stored);
  });
  return [...unlike, ...(await Promise.all(fresh)).flatMap((found) => found ?? [])];
}

async function settle(state: State): Promise<readonly string[]> {
  for (const writer of state.writers) writer.rest();
  let found: readonly string[] = [];
  await comesAbout(async () => {
    found = await unequal(state);
    return found.length === 0;
  });
  return found;
}

/** Resolves when each who draws was acknowledged, and each who looks on was shown something of each of them. */
async function begin({ writers, watchers }: State): Promise<void> {
  const hasBegun = await comesAbout(
    () =>
      writers.every(({ saved }) => saved.length >= 10) &&
      watchers.every(({ seen }) => writers.every(({ name }) => [...seen].some((id) => id.startsWith(name)))),
  );
  if (!hasBegun)
    throw new Error(`the round did not begin: ${[...writers, ...watchers].map(({ account }) => account).join('; ')}`);
}

async function more({ writers }: State, count: number): Promise<boolean> {
  const before = writers.map(({ saved }) => saved.length);
  return comesAbout(() => writers.every(({ saved }, i) => saved.length >= (before[i] ?? 0) + count));
}

/** Makes the board and lets everybody come; resolves when all draw and are shown what others draw. */
export async function openScene(world: World, seed: number, isLong: boolean, after: After): Promise<Scene> {
  const urls = world.servers.map(({ url = '' }) => url);
  const { board, cookie, editKey, viewKey } = await makeBoard(urls[0] ?? '');
  const editors = await Promise.all(urls.slice(1).map((url) => comeBy(url, board, editKey)));
  const viewer = await comeBy(urls[0] ?? '', board, viewKey);
  const addresses = () => world.servers.map(({ url }) => url);
  const meeting: Meeting = { board, addresses, after, random: seededRandom(seed + 1) };
  const state: State = {
    world,
    meeting,
    viewer,
    writers: [cookie, ...editors].map((own, at) => createWriter({ name: `${'abc'[at]}-`, cookie: own, at }, meeting)),
    watchers: urls.map((_, at) => createWatcher({ name: `who looks on at ${at}`, cookie: viewer, at }, meeting)),
    missing: new Set(),
    faulty: [],
  };
  await begin(state);
  return {
    ...state,
    board,
    promised: () => promisedIn(state),
    random: seededRandom(seed),
    isLong,
    parts: [],
    more: (count) => more(state, count),
    async check() {
      await check(state);
    },
    settle: () => settle(state),
    async leave() {
      await Promise.all(everybody(state).map((one) => one.leave()));
    },
  };
}
