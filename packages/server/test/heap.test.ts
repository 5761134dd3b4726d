import { craftUpdate } from '@gesso/crdt-schema/testing';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { edit, frames, type Line } from './support/line.ts';
import { person } from './support/person.ts';
import { spawnServer } from './support/process.ts';
import { newFolder } from './support/server.ts';

/** MiB of heap the process may have; it needs 40 of them by itself. */
const heapMiB = 96;
const env = (folder: string): Record<string, string> => ({
  DATA_DIR: folder,
  NODE_OPTIONS: `--max-old-space-size=${heapMiB}`,
});

/** Texts of single letters, each put in front of the one before: 6.6 bytes that take 200. */
const letters = (round: number): Uint8Array =>
  craftUpdate(
    Array.from({ length: 2 }, (_, text) => {
      const client = 1 + round * 2 + text;
      return {
        client,
        clock: 0,
        items: [
          { parent: ['tx', `text-${String(client).padStart(7, '0')}`] as const },
          ...Array.from({ length: 40_000 }, (_, i) =>
            i === 0 ? { parent: [client, 0] as const, text: 'a' } : { rightOrigin: [client, i] as const, text: 'a' },
          ),
        ],
      };
    }),
  );

const savedOf = (line: Line, count: number): Promise<unknown> => line.hears('saved', (heard) => heard.count >= count);

test('a process of little memory that is sent more than fits refuses it, lives, and serves others', async () => {
  const folder = newFolder();
  const server = spawnServer(env(folder));
  const url = await server.url;
  const ann = person(url);
  const small = await ann.makesBoard('small');
  const honest = await ann.connects(small.id);
  const eve = person(url);
  const ends: string[] = [];
  const full: string[] = [];
  let taken = 0;
  for (let boards = 0; boards < 3; boards++) {
    const { id } = await eve.makesBoard('letters');
    const line = await eve.connects(id);
    full.push(id);
    for (let round = 0; round < 6; round++) {
      line.send(frames.step2(letters(round)));
      const end = await Promise.race([savedOf(line, round + 1), line.closed.then(({ reason }) => reason)]).catch(
        () => 'closed',
      );
      if (typeof end === 'string') break;
      taken++;
    }
    line.close();
    ends.push((await line.closed).reason);
  }
  expect(server.child.exitCode).toBeNull();
  expect(server.output()).not.toContain('heap out of memory');
  expect(taken).toBeGreaterThan(0);
  expect(ends).toContain('OVERLOADED');
  // Who is here goes on drawing.
  honest.send(frames.update(edit(new Y.Doc(), 'first-------')));
  await savedOf(honest, 1);
  server.child.kill('SIGKILL');
  await server.exit;

  // And the next process, which finds all of that on its disk.
  const next = spawnServer(env(folder));
  const again = await person(await next.url, ann.cookie).connects(small.id);
  again.send(frames.update(edit(new Y.Doc(), 'second------')));
  await savedOf(again, 1);
  // Whether they open or not, what does not fit ends nothing but their own connection.
  const late = person(await next.url, eve.cookie);
  for (const id of full) {
    const line = await late.connects(id);
    line.send(frames.update(edit(new Y.Doc(), 'third-------')));
    await Promise.race([savedOf(line, 1), line.closed]).catch(() => undefined);
  }
  again.send(frames.update(edit(new Y.Doc(), 'fourth------')));
  await savedOf(again, 2);
  expect(next.child.exitCode).toBeNull();
}, 120_000);
