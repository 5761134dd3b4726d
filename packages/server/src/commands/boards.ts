import { parseArgs } from 'node:util';
import { fileIn, openBeside } from '../stores/sqlite/database.ts';
import { integer, optional, text } from '../stores/sqlite/rows.ts';
import { type Command, table, UsageError } from './command.ts';

/** `boards [--json]`: every board there is, last changed first, with what it takes on the disk. */
export const boards: Command = (args, { config, say }) => {
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean' } } });
  if (positionals.length > 0) throw new UsageError('boards [--json]');
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
    if (values.json === true) say(JSON.stringify(found));
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
