import { parseArgs } from 'node:util';
import { ConfigError } from '../config/config.ts';
import type { QuarantinedRecord } from '../stores/operations.ts';
import { openStorageBeside } from '../stores/storage.ts';
import { type Command, idsLast, operator, type Terminal, table, UsageError } from './command.ts';

const usage = `boards [--json]
       npm run gesso -- boards give <board> <person>
       npm run gesso -- boards aside [board]
       npm run gesso -- boards clean <board>`;
const options = { json: { type: 'boolean' } } as const;

/**
 * `boards [--json]`: every board there is, last changed first, with what it takes on the disk. `boards give`: another owner for one.
 * `boards aside [board]`: what was set aside because it was damaged or would have held up every board; `boards clean` deletes that.
 */
export const boards: Command = (args, terminal) => {
  const { positionals, values } = parseArgs({ args: idsLast(args, options), allowPositionals: true, options });
  const [action, board, person, ...rest] = positionals;
  const json = values.json === true;
  if (action === undefined) return list(json, terminal);
  if (action === 'give' && board !== undefined && person !== undefined && rest.length === 0)
    return give(board, person, terminal);
  if (action === 'aside' && person === undefined) return aside(board, json, terminal);
  if (action === 'clean' && board !== undefined && person === undefined) return clean(board, terminal);
  throw new UsageError(usage);
};

/**
 * For the board of a guest who has signed out or lost their cookie. `person` is the id that `GET /api/session` shows them, or the `sub` of their
 * token. The server beside it asks who owns a board each time, so it holds at once for what they do next.
 */
const give = async (board: string, person: string, { config, say, now }: Terminal): Promise<number> => {
  if (person.length > 200) throw new ConfigError('The id of a person has at most 200 characters.');
  const { repositories, operations, close } = await openStorageBeside(config, { write: true });
  try {
    if (!(await repositories.boards.give(board, person))) throw new ConfigError(`There is no board ${board}.`);
    const facts = { to: person };
    await repositories.audit.append({ at: now(), event: 'board.give', board, person: operator, facts });
    say(`The board ${board} belongs to ${person} now.`);
    if (/^guest-/.test(person) && !(await operations.isKnown(person)))
      say('No guest of this id is stored at the moment: check it.');
    return 0;
  } finally {
    await close();
  }
};

/** Records in quarantine, oldest first. The boards they belong to have done without them since. */
const aside = async (board: string | undefined, json: boolean, { config, say }: Terminal): Promise<number> => {
  const { operations, close } = await openStorageBeside(config);
  try {
    const found = (await operations.quarantined(board)).map((record) => ({
      board: record.board,
      what: whatIs(record),
      number: record.seq,
      bytes: record.bytes,
      at: new Date(record.at).toISOString(),
    }));
    if (json) say(JSON.stringify(found));
    else if (found.length === 0) say('Nothing is set aside.');
    else {
      const rows = found.map((one) => [one.board, one.at, String(one.bytes), one.what]);
      for (const line of table([['board', 'set aside', 'bytes', 'what'], ...rows])) say(line);
    }
    return 0;
  } finally {
    await close();
  }
};

const whatIs = ({ kind, reason }: QuarantinedRecord): string =>
  `${kind === 'update' ? 'an update' : 'a snapshot'} that ${
    reason === 'damaged' ? 'does not match its checksum' : 'would hold up everybody'
  }`;

const clean = async (board: string, { config, say }: Terminal): Promise<number> => {
  const { operations, close } = await openStorageBeside(config, { write: true });
  try {
    const deleted = await operations.clean(board);
    if (deleted === 0) say(`Nothing of board ${board} is set aside.`);
    else say(`Deleted ${deleted} records of board ${board} that were set aside.`);
    return deleted === 0 ? 1 : 0;
  } finally {
    await close();
  }
};

const list = async (json: boolean, { config, say }: Terminal): Promise<number> => {
  const { operations, close } = await openStorageBeside(config);
  try {
    const found = (await operations.boards()).map(({ id, title, owner, updatedAt, deletedAt, bytes, links }) => ({
      id,
      title,
      owner: owner ?? null,
      updatedAt: new Date(updatedAt).toISOString(),
      deletedAt: deletedAt === undefined ? null : new Date(deletedAt).toISOString(),
      bytes,
      links,
    }));
    if (json) say(JSON.stringify(found));
    else {
      const rows = found.map((board) => [
        board.id,
        board.updatedAt,
        String(board.bytes),
        String(board.links),
        board.deletedAt === null ? '' : 'trash',
        board.owner ?? '',
        board.title,
      ]);
      for (const line of table([['board', 'changed', 'bytes', 'links', '', 'owner', 'title'], ...rows])) say(line);
    }
    return 0;
  } finally {
    await close();
  }
};
