import { audienceRows, storeRows, twoRows } from './cluster/beside.ts';
import { boardsRows } from './cluster/boards.ts';
import { peerRows } from './cluster/peers.ts';
import type { Row } from './row.ts';
import { say } from './say.ts';

/** What several servers on one PostgreSQL and one Redis cost and how long things take between them. */

const parts = { store: storeRows, two: twoRows, peer: peerRows, audience: audienceRows, boards: boardsRows } as const;

/** `part`: one of them. */
export const clusterBench = async (part?: string): Promise<Row[]> => {
  if (part !== undefined && !Object.hasOwn(parts, part)) throw new Error(`no part "${part}"`);
  const rows: Row[] = [];
  for (const [name, measure] of Object.entries(parts))
    if (part === undefined || part === name) rows.push(...say(await measure()));
  return rows;
};
