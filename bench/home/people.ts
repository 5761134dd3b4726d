import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openBoard } from '@gesso/crdt-schema';
import { seededRandom } from '@gesso/crdt-schema/testing';
import * as Y from 'yjs';
import { home, seed } from '../config.ts';
import { scribble } from '../relay/traffic.ts';

/** A person as their browser is known, with boards. */
export interface Person {
  readonly cookie: string;
  /** Ids, the newest last. */
  readonly boards: readonly string[];
}

type Random = ReturnType<typeof seededRandom>;

const word = (random: Random): string =>
  Array.from({ length: 2 + Math.floor(random() * 4) }, () => {
    const consonants = 'bdfghklmnprstvw';
    return `${consonants[Math.floor(random() * consonants.length)]}${'aeiou'[Math.floor(random() * 5)]}`;
  }).join('');

/** Words as they are in use: few of them often. */
export const vocabulary = (): ((random: Random) => string) => {
  const random = seededRandom(seed);
  const words = Array.from({ length: home.text.of }, () => word(random));
  return (next) => words[Math.floor(next() ** 3 * words.length)] ?? '';
};

/** A board of handwriting, as an update. */
export const drawing = (strokes: number, points: number, random: Random): Uint8Array => {
  const doc = new Y.Doc();
  const columns = Math.ceil(Math.sqrt(strokes));
  openBoard(doc, { random }).edit((writer) => {
    for (let i = 0; i < strokes; i++)
      writer.add({
        kind: 'stroke',
        x: (i % columns) * 60,
        y: Math.floor(i / columns) * 60,
        points: scribble(random, points),
      });
  });
  return Y.encodeStateAsUpdate(doc);
};

/** A new person, and what the server calls them. */
export const newPerson = async (url: string, folder: string) => {
  const made = await fetch(`${url}/api/boards`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: '{}',
  });
  const cookie = made.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const { board } = (await made.json()) as { readonly board: { readonly id: string } };
  const database = new DatabaseSync(join(folder, 'gesso.db'), { readOnly: true });
  const owner = String(database.prepare('SELECT owner FROM boards WHERE id = ?').get(board.id)?.['owner']);
  database.close();
  return { cookie, owner };
};

interface Boards {
  readonly owner: string;
  readonly count: number;
  /** The newest so many have one of these as their content. */
  readonly drawn: number;
  readonly updates: readonly Uint8Array[];
}

/** Puts boards into the file of a server that does not run: with names, what is written on them, and some with content. Returns their ids. */
export const putBoards = (folder: string, { owner, count, drawn, updates }: Boards): readonly string[] => {
  const random = seededRandom(seed);
  const next = vocabulary();
  const text = (words: number) => Array.from({ length: words }, () => next(random)).join(' ');
  const database = new DatabaseSync(join(folder, 'gesso.db'));
  const board = database.prepare(
    'INSERT INTO boards (id, title, owner, created_at, updated_at) VALUES (?, ?, ?, ?, ?)',
  );
  const written = database.prepare('INSERT INTO board_texts (board, at, folded, text) VALUES (?, ?, ?, ?)');
  const update = database.prepare('INSERT INTO updates (board, seq, data, sum, author, at) VALUES (?, 1, ?, ?, ?, ?)');
  const sums = updates.map((data) => createHash('sha256').update(data).digest());
  const now = Date.now();
  const first = now - count * 60_000;
  const ids: string[] = [];
  database.exec('BEGIN');
  for (let n = 0; n < count; n++) {
    const id = createHash('sha256').update(`${owner} ${n}`).digest('base64url').slice(0, 22);
    const at = first + n * 60_000;
    board.run(id, `${text(2)} ${n}`, owner, at, at);
    const words = text(home.text.words);
    written.run(id, now, words, words);
    const which = n % Math.max(1, updates.length);
    const data = updates[which];
    const sum = sums[which];
    if (n >= count - drawn && data !== undefined && sum !== undefined) update.run(id, data, sum, owner, at);
    ids.push(id);
  }
  database.exec('COMMIT');
  database.close();
  return ids;
};
