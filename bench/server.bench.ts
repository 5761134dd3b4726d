import type { Row } from './row.ts';
import { say } from './say.ts';
import { historyRows } from './server/history.ts';
import { memoryRows, pictureRows } from './server/pictures.ts';
import { versionRows } from './server/versions.ts';

/** What the server makes of boards and keeps of them: pictures, versions, history. */

const parts = { history: historyRows, picture: pictureRows, version: versionRows, memory: memoryRows } as const;
const isPart = (name: string): name is keyof typeof parts => Object.hasOwn(parts, name);

/** `part`: one of `history`, `picture`, `version` and `memory` alone. */
export const serverBench = async (part?: string): Promise<Row[]> => {
  if (part !== undefined && !isPart(part)) throw new Error(`no part "${part}"`);
  const rows: Row[] = [];
  for (const [name, run] of Object.entries(parts))
    if (part === undefined || part === name) rows.push(...say(await run()));
  return rows;
};
