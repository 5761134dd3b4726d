import type { TextRepository } from '../repositories.ts';
import { text } from '../rows.ts';
import { textSearch } from '../text-search.ts';
import { postgresBoardLists } from './board-lists.ts';
import type { Database } from './database.ts';

/** What is written on boards. A search walks through a person's own boards and compares, as in SQLite. */
export const postgresTexts = (database: Database): TextRepository => ({
  async keep(board, { text: written, folded }, at) {
    await database.run(
      `INSERT INTO board_texts (board, at, folded, text)
        SELECT id, $2::bigint, $3::text, $4::text FROM boards WHERE id = $1 FOR KEY SHARE
      ON CONFLICT (board) DO UPDATE SET at = excluded.at, folded = excluded.folded, text = excluded.text`,
      [board, at, folded, written],
    );
  },
  async pass(board, at) {
    await database.run(
      `INSERT INTO board_texts (board, at, folded, text) SELECT id, $2::bigint, '', '' FROM boards WHERE id = $1 FOR KEY SHARE
      ON CONFLICT (board) DO UPDATE SET at = excluded.at`,
      [board, at],
    );
  },
  ofPerson: textSearch(postgresBoardLists(database), async (board) => {
    const row = await database.one('SELECT text, folded FROM board_texts WHERE board = $1', [board]);
    return row === undefined ? undefined : { text: text(row, 'text'), folded: text(row, 'folded') };
  }),
});
