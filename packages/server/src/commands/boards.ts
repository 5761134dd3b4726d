import { parseArgs } from 'node:util';
import { ConfigError } from '../config.ts';
import { fileIn, openBeside } from '../stores/sqlite/database.ts';
import { sqliteRecords } from '../stores/sqlite/records.ts';
import { integer, optional, text } from '../stores/sqlite/rows.ts';
import { type Command, idsLast, operator, type Terminal, table, UsageError } from './command.ts';

const usage = `boards [--json]
       npm run gesso -- boards give <board> <person>`;
const options = { json: { type: 'boolean' } } as const;

/** `boards [--json]`: every board there is, last changed first, with what it takes on the disk; `boards give`: another owner for one. */
export const boards: Command = (args, terminal) => {
  const { positionals, values } = parseArgs({ args: idsLast(args, options), allowPositionals: true, options });
  const [action, board, person, ...rest] = positionals;
  if (action === 'give' && board !== undefined && person !== undefined && rest.length === 0)
    return give(board, person, terminal);
  if (action !== undefined) throw new UsageError(usage);
  return list(values.json === true, terminal);
};

/**
 * For the board of a guest who has signed out or lost their cookie. `person` is the id that `GET /api/session` shows them, or the `sub` of their
 * token. The server beside it asks who owns a board each time, so it holds at once for what they do next.
 */
const give = async (board: string, person: string, { config, say, now }: Terminal): Promise<number> => {
  if (person.length > 200) throw new ConfigError('The id of a person has at most 200 characters.');
  const { database, close } = openBeside(fileIn(config.dataDir), { write: true });
  try {
    const records = sqliteRecords(database);
    if (!(await records.giveBoard(board, person))) throw new ConfigError(`There is no board ${board}.`);
    await records.audit({ at: now(), event: 'board.give', board, person: operator, facts: { to: person } });
    const known = database.prepare('SELECT 1 FROM sessions WHERE person = ? AND ended_at IS NULL').get(person);
    say(`The board ${board} belongs to ${person} now.`);
    if (known === undefined && /^guest-/.test(person)) say('No guest of this id is stored at the moment: check it.');
    return 0;
  } finally {
    close();
  }
};

const list = (json: boolean, { config, say }: Terminal): number => {
  const { database, close } = openBeside(fileIn(config.dataDir));
  try {
    const found = database
      .prepare(query)
      .all()
      .map((row) => ({
        id: text(row, 'id'),
        title: text(row, 'title'),
        owner: optional(text, row, 'owner') ?? null,
        updatedAt: new Date(integer(row, 'updated_at')).toISOString(),
        deletedAt: row['deleted_at'] === null ? null : new Date(integer(row, 'deleted_at')).toISOString(),
        bytes: integer(row, 'bytes'),
        links: integer(row, 'links'),
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
    close();
  }
};

const query = `
  SELECT id, title, owner, updated_at, deleted_at,
    (SELECT coalesce(sum(length(data)), 0) FROM updates WHERE board = boards.id)
      + (SELECT coalesce(sum(length(data)), 0) FROM snapshots WHERE board = boards.id) AS bytes,
    (SELECT count(*) FROM links WHERE board = boards.id) AS links
  FROM boards ORDER BY updated_at DESC, id`;
