import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { openBoard } from '@gesso/crdt-schema';
import { seededRandom } from '@gesso/crdt-schema/testing';
import * as Y from 'yjs';
import { server as magnitudes, seed } from '../config.ts';
import { startGesso } from '../gesso.ts';
import { runLoad } from '../relay/load.ts';
import { scribble, writeScripts } from '../relay/traffic.ts';
import type { Row } from '../row.ts';
import { temporaryFolder } from '../temporary.ts';

/** So much that the board is compacted once more. */
const more = (): Uint8Array => {
  const doc = new Y.Doc();
  const random = seededRandom(seed);
  const board = openBoard(doc, { random });
  board.edit((writer) => {
    for (let i = 0; i < magnitudes.after.strokes; i++)
      writer.add({ kind: 'stroke', x: i, y: 0, points: scribble(random, magnitudes.after.points) });
  });
  return Y.encodeStateAsUpdate(doc);
};

/** What lies in the file: bytes of the older snapshot, in which is what was drawn, and of the pieces of history. */
const readSizes = (file: string) => {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const asked = (sql: string): Readonly<Record<string, unknown>> => database.prepare(sql).get() ?? {};
    const older = asked(`
      SELECT upto, length(data) + coalesce((SELECT sum(length(p.data)) FROM snapshot_parts p WHERE p.upto = s.upto), 0) AS bytes
      FROM snapshots s ORDER BY upto LIMIT 1`);
    const history = asked(
      'SELECT count(*) AS pieces, sum(size) AS size, sum(raw) AS raw, max(last) AS last FROM history_segments',
    );
    const number = (row: Readonly<Record<string, unknown>>, name: string): number => Number(row[name] ?? Number.NaN);
    return {
      isAll: number(older, 'upto') === number(history, 'last'),
      document: number(older, 'bytes'),
      size: number(history, 'size'),
      raw: number(history, 'raw'),
      pieces: number(history, 'pieces'),
      updates: number(history, 'last'),
    };
  } finally {
    database.close();
  }
};

export const historyRows = async (): Promise<readonly Row[]> => {
  const folder = temporaryFolder();
  const server = await startGesso(folder.path);
  try {
    const board = await server.newBoard();
    await runLoad(magnitudes.drawing, writeScripts(magnitudes.drawing), { urlOf: board.socket, usage: server.usage });
    await server.compacted();
    await board.put(more());
    await server.compacted();
    const file = join(folder.path, 'gesso.db');
    // It moves once the newer snapshot is there.
    const begun = performance.now();
    while (!readSizes(file).isAll) {
      if (performance.now() - begun > magnitudes.movingMs) throw new Error('not all that was drawn is history');
      await delay(100);
    }
    const { document, size, raw, pieces, updates } = readSizes(file);
    return [
      {
        name: 'history of what five people drew ÷ its bytes in the document',
        value: (100 * size) / document,
        unit: '%',
        goal: magnitudes.goals.history,
        note: `${updates} updates in ${pieces} pieces, ${Math.round(size / 1_000)} kB of ${Math.round(raw / 1_000)} kB; document ${Math.round(document / 1_000)} kB`,
      },
    ];
  } finally {
    await server.stop();
  }
};
