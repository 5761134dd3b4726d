import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fileIn, openBeside } from '../stores/sqlite/database.ts';
import { inspect, isSound } from '../stores/sqlite/inspect.ts';
import { type Command, refuseForDatabase, UsageError } from './command.ts';

/** `verify [file or folder]`: reads everything, loads every board; exit code 1 when anything is not as it was written. */
export const verify: Command = (args, { config, cwd, say }) => {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  if (positionals.length > 1) throw new UsageError('verify [file or folder]');
  if (positionals.length === 0) refuseForDatabase(config, 'Name a file to verify that.');
  const given = positionals[0] === undefined ? config.dataDir : path.resolve(cwd, positionals[0]);
  return report(existsSync(given) && statSync(given).isDirectory() ? fileIn(given) : given, say);
};

/** Says what a file holds and whether it is sound; gives the exit code. */
export const report = (file: string, say: (line: string) => void): number => {
  const { database, close } = openBeside(file);
  try {
    const found = inspect(database);
    for (const line of found.structure) say(`damaged file: ${line}`);
    for (const { board, damaged, unusable, waiting } of found.boards) {
      if (damaged > 0) say(`board ${board}: ${damaged} records do not match their checksum`);
      if (unusable > 0) say(`board ${board}: ${unusable} records cannot be applied`);
      if (waiting) say(`board ${board}: some content waits for edits that are not here`);
    }
    for (const asset of found.assets.damaged) say(`picture ${asset}: its bytes are not as they were written`);
    for (const record of found.history.damaged) say(`${record}: it is not as it was written`);
    if (found.structure.length === 0)
      say(`${counts(found.boards)}; ${found.links} links, ${found.assets.count} pictures, ${past(found.history)}`);
    if (found.quarantined > 0)
      say(`${found.quarantined} records were set aside earlier: npm run gesso -- boards aside`);
    say(isSound(found) ? 'All is as it was written.' : 'NOT everything is as it was written.');
    return isSound(found) ? 0 : 1;
  } finally {
    close();
  }
};

const past = ({ segments, versions }: ReturnType<typeof inspect>['history']): string =>
  `${versions} named versions and ${segments} pieces of history`;

const counts = (boards: ReturnType<typeof inspect>['boards']): string => {
  const sum = (pick: (board: (typeof boards)[number]) => number): number =>
    boards.reduce((total, board) => total + pick(board), 0);
  return (
    `${boards.length} boards with ${sum((board) => board.elements)} elements in ` +
    `${sum((board) => board.snapshots)} snapshots and ${sum((board) => board.updates)} updates, ${sum((board) => board.bytes)} bytes`
  );
};
