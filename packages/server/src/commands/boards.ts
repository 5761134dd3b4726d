import { parseArgs } from 'node:util';
import { fileIn, openBeside } from '../stores/sqlite/database.ts';
import { integer, optional, text } from '../stores/sqlite/rows.ts';
import { type Command, idsLast, type Terminal, table, UsageError } from './command.ts';

/**
 * `boards [--json]`: every board there is, last changed first, with what it takes on the disk. `boards aside [board]`: what was set
 * aside because it was damaged or would have held up everybody; `boards clean <board>` deletes that.
 */
export const boards: Command = (args, terminal) => {
  const options = { json: { type: 'boolean' } } as const;
  const { positionals, values } = parseArgs({ args: idsLast(args, options), allowPositionals: true, options });
  const [what, board, ...more] = positionals;
  if (what === undefined) return list(terminal, values.json === true);
  if (what === 'aside' && more.length === 0) return aside(terminal, board, values.json === true);
  if (what === 'clean' && board !== undefined && more.length === 0) return clean(terminal, board);
  throw new UsageError('boards [--json] | boards aside [board] | boards clean <board>');
};

/** Records in quarantine, oldest first. The boards they belong to have done without them since. */
const aside = ({ config, say }: Terminal, board: string | undefined, json: boolean): number => {
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

const clean = ({ config, say }: Terminal, board: string): number => {
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

const list = ({ config, say }: Terminal, json: boolean): number => {
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
        board.title,
      ]);
      for (const line of table([['board', 'changed', 'bytes', 'links', '', 'title'], ...rows])) say(line);
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
