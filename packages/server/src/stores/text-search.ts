/** Finds boards by what is written on them, over rows that each database reads in its own way. */
import { excerptOf, fold } from '@gesso/crdt-schema';
import { nextTurn, systemTimers } from '../timers.ts';
import { allShown, type BoardLists, type Candidate, placesOf } from './board-lists.ts';
import type { BoardText, FoundBoard, FoundPage, TextQuery, TextRepository } from './repositories.ts';

/** Letters of an excerpt. */
const excerptLength = 120;
/** How long a search looks at most (ms): more is longer than a person waits. */
const patienceMs = 5_000;
/** How late the time of a board's last change may be written, with room to spare (ms). */
const touchedLateMs = 12_000;
/** Boards that were not read, of which a search tells. */
const mostUnread = 200;

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

/** Walks through a person's own boards and compares. `read` gives what is written on one. */
export const textSearch = (
  lists: BoardLists,
  read: (board: string) => BoardText | undefined | Promise<BoardText | undefined>,
): TextRepository['ofPerson'] => {
  const foundOn = async (person: string, id: string, query: TextQuery, words: string): Promise<FoundBoard[]> => {
    const board = await lists.shown(person, id, query.order ?? 'updated');
    const written = await read(id);
    if (board === undefined || written === undefined) return [];
    const found = excerptOf(written.text, written.folded, words, excerptLength);
    return found === undefined ? [] : [{ ...board, found }];
  };
  return async (person, query, isDue = async () => true): Promise<FoundPage> => {
    const words = fold(query.words);
    if (words === '') return nothing;
    const { named, found, unread, stoppedAt } = await idsWith(lists, person, { ...query, words }, isDue);
    const boards: FoundBoard[] = [];
    for (const [n, id] of found.slice(0, query.limit).entries()) {
      if (n % 10 === 9) await nextTurn(systemTimers);
      boards.push(...(await foundOn(person, id, query, words)));
    }
    const called = {
      boards: await allShown(lists, person, named.slice(0, query.limit), query.order),
      goesOn: named.length > query.limit,
    };
    return { boards, goesOn: found.length > query.limit || stoppedAt.length > 0, unread, named: called, stoppedAt };
  };
};
