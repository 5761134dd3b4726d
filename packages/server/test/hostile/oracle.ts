import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import * as Y from 'yjs';
import { edit, frames } from '../support/line.ts';
import { person } from '../support/person.ts';
import { type ServerProcess, spawnServer } from '../support/process.ts';
import { afterAllOfThem, newFolder } from '../support/server.ts';
import type { Answer } from './answer.ts';
import type { Attack } from './attack.ts';
import type { Report } from './neighbor.ts';
import { openScene, type Scene } from './scene.ts';

/** What one attack came to. */
export interface Outcome {
  readonly answers: readonly Answer[];
  /** Whether everybody else on the board still has the board that was there, and can go on. */
  readonly untouched: boolean;
  readonly neighbor: Report;
}

/** A real server, in a process of its own as people start it, with somebody drawing on a board that nobody attacks. */
export interface Ground {
  readonly server: ServerProcess;
  readonly url: string;
  suffer(attack: Attack): Promise<Outcome>;
  /** What the neighbor has met since somebody last asked. */
  ask(): Promise<Report>;
  /** Resident memory of the server, in bytes, as it tells it to Prometheus. */
  memory(): Promise<number>;
}

export const prepare = async (): Promise<Ground> => {
  const server = spawnServer(
    { DATA_DIR: newFolder(afterAllOfThem), BOARDS_PER_MINUTE: '100000', LOG_LEVEL: 'error' },
    afterAllOfThem,
  );
  const url = await server.url;
  const near = person(url);
  const { id } = await near.makesBoard();
  const neighbor = new Worker(new URL('./neighbor.ts', import.meta.url), {
    workerData: {
      url: `${url.replace('http', 'ws')}/sync/${id}?gesso=1`,
      cookie: near.cookie,
      origin: url,
      pid: server.child.pid,
    },
  });
  afterAllOfThem(() => neighbor.terminate());

  /** A board that was attacked, and is as good as new. */
  let spare: Scene | undefined;
  let asking: Promise<unknown> = Promise.resolve();
  const ask = (): Promise<Report> => {
    const answer = asking.then(async () => {
      neighbor.postMessage('how was it?');
      const [report] = await once(neighbor, 'message');
      return report as Report;
    });
    asking = answer;
    return answer;
  };

  return {
    server,
    url,
    ask,
    async suffer({ strike, allowed = false, heavy = false, spoils = false }) {
      const scene = spare ?? (await openScene(url));
      spare = undefined;
      await scene.attend();
      const before = await scene.state();
      await ask();
      const answered = await strike(scene);
      const after = await scene.state();
      await scene.isWhole();
      if (!allowed && !heavy && !spoils) spare = scene;
      return {
        answers: [answered].flat(),
        untouched: allowed || Buffer.compare(before, after) === 0,
        neighbor: await ask(),
      };
    },
    async memory() {
      const text = await (await fetch(`${url}/metrics`)).text();
      const [, bytes] = /^process_resident_memory_bytes (\S+)$/m.exec(text) ?? [];
      return Number(bytes);
    },
  };
};

/** An honest board of some size, written by one and read by another: after it, the server has been used as it is meant to be. */
export const warmUp = async (url: string): Promise<void> => {
  const ann = person(url);
  const { id } = await ann.makesBoard();
  const doc = new Y.Doc();
  doc.transact(() => {
    for (let i = 0; i < 10_000; i++)
      doc.getMap('el').set(`warm-${String(i).padStart(7, '0')}`, { t: 'r', x: i, y: i, w: 9, h: 9, c: 1 });
  });
  const line = await ann.connects(id);
  line.send(frames.step2(Y.encodeStateAsUpdate(doc)));
  await line.hears('saved');
  for (let i = 0; i < 500; i++) {
    line.send(frames.update(edit(doc, `more-${String(i).padStart(7, '0')}`)));
    await line.hears('saved');
  }
  for (let i = 0; i < 3; i++) {
    line.send(frames.step1());
    await line.hears('step2');
  }
  line.close();
  await line.closed;
};
