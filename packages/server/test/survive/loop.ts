import { seededRandom } from '@gesso/crdt-schema/testing';
import * as Y from 'yjs';
import { person } from '../support/person.ts';
import { spawnServer } from '../support/process.ts';
import type { Place } from './disk.ts';
import { createWriter, watch } from './people.ts';

/** Rows behind the last snapshot beyond which the server compacts a board that is in use, as in `rooms.ts`. */
const compactsBeyond = 5_000;
/** Kills on one board, before the next is begun. */
const killsPerBoard = 25;
/** Of them: in the middle of compaction, as far as they can be placed. */
const compactionKills = 10;

export interface Figures {
  kills: number;
  /** Of them, while a snapshot was being made that never came to be. */
  duringCompaction: number;
  /** Snapshots that were finished. */
  compacted: number;
  saved: number;
  seen: number;
  /** What was saved or seen and is not there any more. */
  missing: string[];
}

/** Lets those through who wait for a number of events. */
const counter = () => {
  let count = 0;
  let waiting: { readonly at: number; readonly go: () => void }[] = [];
  return {
    tick(): void {
      count++;
      for (const { at, go } of waiting) if (at <= count) go();
      waiting = waiting.filter(({ at }) => at > count);
    },
    more: (n: number): Promise<void> =>
      new Promise((resolve) => {
        waiting.push({ at: count + n, go: resolve });
      }),
  };
};

/**
 * Kills a server `kills` times with SIGKILL while three people draw without a break and two look on, at moments that follow from
 * `seed`, counted in what was acknowledged and shown. After each kill it is started again, and everything that anybody was
 * told is saved, or was shown of others, has to be there before they come back: their own copies prove nothing.
 *
 * A kill falls into compaction when the log had grown beyond the bound at which the server compacts it, two commits were
 * acknowledged in this life of the server (compaction begins with the first), and where it is kept it shows afterwards that no snapshot
 * has been made.
 */
export const survive = async (kills: number, seed: number, { settings, readLog }: Place): Promise<Figures> => {
  const random = seededRandom(seed);
  const figures: Figures = { kills: 0, duringCompaction: 0, compacted: 0, saved: 0, seen: 0, missing: [] };
  const start = () => spawnServer({ ...settings, BOARDS_PER_MINUTE: '100000', LOG_LEVEL: 'error' });
  let server = start();

  const check = async (url: string, board: string, cookie: string, expected: Iterable<string>): Promise<Y.Doc> => {
    const stored = new Y.Doc();
    const { bytes, status } = await person(url, cookie).get(`/api/boards/${board}/document`);
    if (status !== 200) throw new Error(`the board was answered with ${status}`);
    Y.applyUpdate(stored, bytes);
    const elements = stored.getMap('el');
    for (const id of expected) if (!elements.has(id)) figures.missing.push(id);
    return stored;
  };

  while (figures.kills < kills) {
    const url = await server.url;
    const owner = person(url);
    const { id: board, edit, view } = await owner.makesBoard();
    const [ben, viewer] = [person(url), person(url)];
    await ben.opens(edit);
    await viewer.opens(view);
    const saves = counter();
    const shows = counter();
    const writers = [owner.cookie, owner.cookie, ben.cookie].map((cookie, i) => ({
      cookie,
      writer: createWriter(`${'abc'[i]}-`, seed + figures.kills + i, saves.tick),
    }));
    const seen = new Set<string>();
    const known = (): string[] => [...seen, ...writers.flatMap(({ writer }) => [...writer.saved])];

    const last = Math.min(kills, figures.kills + killsPerBoard);
    for (let round = 0; figures.kills < last; round++) {
      const at = await server.url;
      const before = await readLog(board);
      const all = Promise.all([
        ...writers.map(({ writer, cookie }) => writer.draws({ url: at, board, cookie })),
        ...[viewer.cookie, viewer.cookie].map(async (cookie) => {
          for (const id of await watch({ url: at, board, cookie }, shows.tick)) seen.add(id);
        }),
      ]);
      const compacts = before.tail > compactsBeyond;
      if (round === 0) while ((await readLog(board)).tail <= compactsBeyond) await saves.more(20);
      else if (compacts && round <= compactionKills) await saves.more(6 + Math.floor(random() * 12));
      else if (compacts) while ((await readLog(board)).upto === before.upto) await saves.more(1);
      else await shows.more(1 + Math.floor(random() * 25));
      server.child.kill('SIGKILL');
      await server.exit;
      await all;
      figures.kills++;
      const after = await readLog(board);
      if (after.upto > before.upto) figures.compacted++;
      else if (compacts && round <= compactionKills) figures.duringCompaction++;
      server = start();
      await check(await server.url, board, owner.cookie, known());
    }

    // Everybody comes back, brings what was never acknowledged, and all have the same in the end.
    const again = await server.url;
    await Promise.all(writers.map(({ writer, cookie }) => writer.settles({ url: again, board, cookie })));
    const stored = await check(again, board, owner.cookie, known());
    const drawn = new Set(writers.flatMap(({ writer }) => [...writer.doc.getMap('el').keys()]));
    for (const id of drawn) if (!stored.getMap('el').has(id)) figures.missing.push(id);
    figures.saved += writers.reduce((sum, { writer }) => sum + writer.saved.size, 0);
    figures.seen += seen.size;
  }
  return figures;
};
