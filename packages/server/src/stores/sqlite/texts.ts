import type { TextRepository } from '../repositories.ts';
import { text } from '../rows.ts';
import { textSearch } from '../text-search.ts';
import { sqliteBoardLists } from './board-lists.ts';
import type { Database } from './database.ts';

const statementsOf = (database: Database) => ({
  keep: database.prepare(`
    INSERT INTO board_texts (board, at, folded, text) SELECT id, ?2, ?3, ?4 FROM boards WHERE id = ?1
    ON CONFLICT (board) DO UPDATE SET at = excluded.at, folded = excluded.folded, text = excluded.text`),
  pass: database.prepare(`
    INSERT INTO board_texts (board, at, folded, text) SELECT id, ?2, '', '' FROM boards WHERE id = ?1
    ON CONFLICT (board) DO UPDATE SET at = excluded.at`),
  read: database.prepare('SELECT text, folded FROM board_texts WHERE board = ?'),
});

/**
 * What is written on boards. A search walks through a person's own boards and compares: an index of all boards would answer for everybody's,
 * and take the thread that serves everybody up to a fifth of a second for one long text (FTS5 by trigrams), where this takes it 2 ms at once.
 */
export const sqliteTexts = (database: Database): TextRepository => {
  const sql = statementsOf(database);
  return {
    async keep(board, { text: written, folded }, at) {
      sql.keep.run(board, at, folded, written);
    },
    async pass(board, at) {
      sql.pass.run(board, at);
    },
    ofPerson: textSearch(sqliteBoardLists(database), (board) => {
      const row = sql.read.get(board);
      return row === undefined ? undefined : { text: text(row, 'text'), folded: text(row, 'folded') };
    }),
  };
};
