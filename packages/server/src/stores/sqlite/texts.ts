import { excerptOf, fold } from '@gesso/crdt-schema';
import { nextTurn, systemTimers } from '../../timers.ts';
import type { FoundBoard, FoundPage, TextQuery, TextRepository } from '../repositories.ts';
import { type BoardLists, boardLists, type Candidate, placesOf } from './board-lists.ts';
import type { Database } from './database.ts';
import { text } from './rows.ts';

/** Letters of an excerpt. */
const excerptLength = 120;
/** How long a search looks at most (ms): more is longer than a person waits. */
const patienceMs = 5_000;
/** How late the time of a board's last change may be written, with room to spare (ms). */
const touchedLateMs = 12_000;
/** Boards that were not read, of which a search tells. */
const mostUnread = 200;

const statementsOf = (database: Database) => ({
  keep: database.prepare(`
    INSERT INTO board_texts (board, at, folded, text) SELECT id, ?2, ?3, ?4 FROM boards WHERE id = ?1
    ON CONFLICT (board) DO UPDATE SET at = excluded.at, folded = excluded.folded, text = excluded.text`),
  pass: database.prepare(`
    INSERT INTO board_texts (board, at, folded, text) SELECT id, ?2, '', '' FROM boards WHERE id = ?1
    ON CONFLICT (board) DO UPDATE SET at = excluded.at`),
  read: database.prepare('SELECT text, folded FROM board_texts WHERE board = ?'),
});

type IsDue = (board: string) => Promise<boolean>;

const isUnread = ({ updatedAt, readAt }: Candidate): boolean => readAt < updatedAt + touchedLateMs;

/** Ids of boards that have words in their title, of those on which they are written, and of those that were not read and are due. */
async function idsWith(lists: BoardLists, person: string, { names = false, ...query }: TextQuery, isDue: IsDue) {
  const { words } = query;
  const named: string[] = [];
  const found: string[] = [];
  const unread: string[] = [];
  let stoppedAt: readonly string[] = [];
  const until = systemTimers.elapsed() + patienceMs;
  for await (const { page, isCut } of lists.walk(person, query)) {
    for (const board of page) {
      const { id, title, isHit } = board;
      if (fold(title).includes(words)) named.push(id);
      else {
        if (isHit) found.push(id);
        if (unread.length < mostUnread && isUnread(board) && (await isDue(id))) unread.push(id);
      }
    }
    // Those that are called so may all be behind those on which it is written.
    const isEnough = names ? named.length > query.limit : found.length > query.limit;
    const isLate = systemTimers.elapsed() > until;
    if (!isEnough && (isCut || isLate)) stoppedAt = placesOf(page, query.order);
    if (isEnough || isLate) break;
  }
  return { named: names ? named : [], found, unread, stoppedAt };
}

const nothing: FoundPage = {
  boards: [],
  goesOn: false,
  unread: [],
  named: { boards: [], goesOn: false },
  stoppedAt: [],
};

/**
 * What is written on boards. A search walks through a person's own boards and compares: an index of all boards would answer for everybody's,
 * and take the thread that serves everybody up to a fifth of a second for one long text (FTS5 by trigrams), where this takes it 2 ms at once.
 */
export const sqliteTexts = (database: Database): TextRepository => {
  const sql = statementsOf(database);
  const lists = boardLists(database);

  const foundOn = (person: string, id: string, query: TextQuery, words: string): FoundBoard[] => {
    const board = lists.shown(person, id, query.order ?? 'updated');
    const row = sql.read.get(id);
    if (board === undefined || row === undefined) return [];
    const found = excerptOf(text(row, 'text'), text(row, 'folded'), words, excerptLength);
    return found === undefined ? [] : [{ ...board, found }];
  };

  return {
    async keep(board, { text: written, folded }, at) {
      sql.keep.run(board, at, folded, written);
    },
    async pass(board, at) {
      sql.pass.run(board, at);
    },
    async ofPerson(person, query, isDue = async () => true): Promise<FoundPage> {
      const words = fold(query.words);
      if (words === '') return nothing;
      const { named, found, unread, stoppedAt } = await idsWith(lists, person, { ...query, words }, isDue);
      const boards: FoundBoard[] = [];
      for (const [n, id] of found.slice(0, query.limit).entries()) {
        if (n % 10 === 9) await nextTurn(systemTimers);
        boards.push(...foundOn(person, id, query, words));
      }
      const shown = (id: string) => lists.shown(person, id, query.order ?? 'updated') ?? [];
      const called = { boards: named.slice(0, query.limit).flatMap(shown), goesOn: named.length > query.limit };
      return { boards, goesOn: found.length > query.limit || stoppedAt.length > 0, unread, named: called, stoppedAt };
    },
  };
};
