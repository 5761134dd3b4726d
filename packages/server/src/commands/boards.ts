import { parseArgs } from 'node:util';
import { ConfigError } from '../config/config.ts';
import { type Database, fileIn, openBeside } from '../stores/sqlite/database.ts';
import { sqliteRecords } from '../stores/sqlite/records.ts';
import { integer, optional, text } from '../stores/sqlite/rows.ts';
import { type Command, idsLast, operator, type Terminal, table, UsageError } from './command.ts';

const usage = `boards [--json]
       npm run gesso -- boards give <board> <person>
       npm run gesso -- boards aside [board]
       npm run gesso -- boards clean <board>`;
const options = { json: { type: 'boolean' } } as const;

/**
 * `boards [--json]`: every board there is, last changed first, with what it takes on the disk. `boards give`: another owner for one.
 * `boards aside [board]`: what was set aside because it was damaged or would have held up everybody; `boards clean` deletes that.
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

/** Records in quarantine, oldest first. The boards they belong to have done without them since. */
const aside = (board: string | undefined, json: boolean, { config, say }: Terminal): number => {
  const { database, close } = openBeside(fileIn(config.dataDir));
  try {
    const found = database
      .prepare(
        'SELECT board, origin, seq, length(data) AS bytes, at FROM quarantine WHERE ?1 IS NULL OR board = ?1 ORDER BY at, board, seq',
      )
      .all(board ?? null)
      .map((row) => ({
        board: text(row, 'board'),
        what: whatOf[text(row, 'origin')] ?? text(row, 'origin'),
        number: integer(row, 'seq'),
        bytes: integer(row, 'bytes'),
        at: new Date(integer(row, 'at')).toISOString(),
      }));
    if (json) say(JSON.stringify(found));
    else if (found.length === 0) say('Nothing is set aside.');
    else {
      const rows = found.map((one) => [one.board, one.at, String(one.bytes), one.what]);
      for (const line of table([['board', 'set aside', 'bytes', 'what'], ...rows])) say(line);
    }
    return 0;
  } finally {
    close();
  }
};

/** What a server writes as the origin of what it sets aside. */
const whatOf: Readonly<Record<string, string>> = {
  update: 'an update that does not match its checksum',
  snapshot: 'a snapshot that does not match its checksum',
  'costly update': 'an update that would hold up everybody',
  'costly snapshot': 'a snapshot that would hold up everybody',
};

const clean = (board: string, { config, say }: Terminal): number => {
  const { database, close } = openBeside(fileIn(config.dataDir), { write: true });
  try {
    const { changes } = database.prepare('DELETE FROM quarantine WHERE board = ?').run(board);
    if (Number(changes) === 0) {
      say(`Nothing of board ${board} is set aside.`);
      return 1;
    }
    say(`Deleted ${changes} records of board ${board} that were set aside.`);
    return 0;
  } finally {
    close();
  }
};

const list = (json: boolean, { config, say }: Terminal): number => {
  const { database, close } = openBeside(fileIn(config.dataDir));
  try {
    const found = database
      .prepare(query(hasParts(database)))
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

/** Files of older versions have no table of parts. */
const hasParts = (database: Database): boolean =>
  database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'snapshot_parts'").get() !== undefined;

const query = (withParts: boolean): string => `
  SELECT id, title, owner, updated_at, deleted_at,
    (SELECT coalesce(sum(length(data)), 0) FROM updates WHERE board = boards.id)
      + (SELECT coalesce(sum(length(data)), 0) FROM snapshots WHERE board = boards.id)
      ${withParts ? '+ (SELECT coalesce(sum(length(data)), 0) FROM snapshot_parts WHERE board = boards.id)' : ''} AS bytes,
    (SELECT count(*) FROM links WHERE board = boards.id) AS links
  FROM boards ORDER BY updated_at DESC, id`;
