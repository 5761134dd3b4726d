import { createHash } from 'node:crypto';
import type { Operations } from '../../src/stores/operations.ts';
import type { Repositories } from '../../src/stores/repositories.ts';
import type { Store } from '../../src/stores/store.ts';
import { bytesOfAny, madeAt } from './filled.ts';
import { boardOf, hashOf, linkOf, personOf } from './repository-records.ts';

export interface Stored {
  readonly store: Store;
  readonly repositories: Repositories;
  readonly operations: Operations;
}

/** Reads all there is of it. */
const through = async (steps: AsyncIterable<unknown>): Promise<void> => {
  for await (const _step of steps);
};

const sessionOf = (name: string): Uint8Array => new Uint8Array(createHash('sha256').update(name).digest());
const nothingOld = { old: 1, ended: 1, passing: 1, loose: 1 } as const;

type Asks = Readonly<Record<string, () => Promise<unknown>>>;

const storeAsks = ({ store }: Stored, board: string, person: string): Asks => {
  const { history } = store;
  const entry = { update: bytesOfAny, by: person };
  const version = { id: 'new', name: 'New', at: madeAt, by: person };
  return {
    'begin a board': () => store.begin(`${board}-new`, { whole: bytesOfAny, since: [bytesOfAny] }, person),
    append: () =>
      store.append([
        { ...entry, board: `${board}-1`, clients: [1, 1_000_001], goesOn: true },
        { ...entry, board, clients: [1_000_002], goesOn: true },
        { ...entry, board: `${board}-newer`, clients: [7] },
      ]),
    'append to a thousand boards': () =>
      store.append(
        Array.from({ length: 1_000 }, (_, n) => ({
          ...entry,
          board: `${board}-${n + 10}`,
          clients: [2_000_000 + n, 7],
        })),
      ),
    size: () => store.size(board),
    ownerOf: () => store.ownerOf(board, 2),
    heads: () => store.heads(Array.from({ length: 1_000 }, (_, n) => `${board}-${n}`)),
    load: () => store.load(board),
    'load a small board': () => store.load(`${board}-2`),
    'since, a piece': async () => store.since(board, (await history.span(board)).head - 100, 30_000),
    'since the head': async () => store.since(board, (await history.span(board)).head),
    span: () => history.span(board),
    'span of a new board': () => history.span(`${board}-newer`),
    moments: () => history.moments(board),
    'before a time in pieces': () => history.before(board, madeAt + 2),
    'before a time in the log': () => history.before(board, 2 * madeAt),
    'read history': () => history.read(board, 2),
    'read history at its end': async () => history.read(board, (await history.span(board)).head - 2),
    'state at': () => history.stateAt(board, 2),
    'state at, in the log': async () => history.stateAt(board, (await history.span(board)).head - 1),
    versions: () => history.versions(board),
    'keep a version': async () => {
      const { head } = await history.span(board);
      await history.keep(board, { ...version, seq: head }, bytesOfAny, { versions: 9999, bytes: 1e9 });
    },
    'rename a version': () => history.rename(board, 'new', 'Newer'),
    'state of a version': () => history.stateOf(board, 'new'),
    'drop a version': () => history.drop(board, 'new'),
    replace: () => store.replace(`${board}-3`, bytesOfAny, new Uint8Array(43)),
    'compact a small board': () => store.compact(`${board}-2`),
    'compact a board that was compacted': async () => {
      await store.append([{ ...entry, board: `${board}-2` }]);
      await store.compact(`${board}-2`);
    },
    compact: () => store.compact(board),
    'sweep history': () => through(history.sweep({ now: madeAt, before: 1, bytes: 1e12 })),
    'sweep history that is due': () => through(history.sweep({ now: madeAt, before: 1, bytes: 100 })),
    'remove a log': () => store.remove(`${board}-4`),
  };
};

const boardAsks = ({ repositories: { boards, texts } }: Stored, board: string, person: string): Asks => {
  const page = { trashed: false, limit: 20 } as const;
  return {
    'create a board': () =>
      boards.create(
        boardOf(`${board}-new`, { owner: person }),
        [linkOf(`${board}-new-link`, `${board}-new`)],
        `${board}-1`,
      ),
    find: () => boards.find(board),
    'list by change': () => boards.ofPerson(person, page),
    'list by creation': () => boards.ofPerson(person, { ...page, order: 'created' }),
    'list by title': () => boards.ofPerson(person, { ...page, order: 'title' }),
    'list the trash': () => boards.ofPerson(person, { ...page, trashed: true }),
    'list on': () => boards.ofPerson(person, { ...page, after: `${board}-9:${madeAt - 9}` }),
    'list on by title': () => boards.ofPerson(person, { ...page, order: 'title', after: `${board}-9:Board 9` }),
    'list with a star': () => boards.ofPerson(person, { ...page, starred: true }),
    'list with a tag': () => boards.ofPerson(person, { ...page, tag: 'key 1' }),
    'list with both': () => boards.ofPerson(person, { ...page, tag: 'key 1', starred: true }),
    'list on with a star': () => boards.ofPerson(person, { ...page, starred: true, after: `${board}-9:${madeAt - 9}` }),
    'list on with a tag': () => boards.ofPerson(person, { ...page, tag: 'key 1', after: `${board}-9:${madeAt - 9}` }),
    'list of a guest': () => boards.ofPerson(`${board}-guest-1`, page),
    'find by title': () => boards.ofPerson(person, { ...page, title: 'Board 1' }),
    'find by text': () => texts.ofPerson(person, { ...page, words: 'words 1', names: true }),
    'find by text among those with a star': () => texts.ofPerson(person, { ...page, starred: true, words: 'words 1' }),
    'find by text among those with a tag': () => texts.ofPerson(person, { ...page, tag: 'key 1', words: 'words 1' }),
    'keep a text': () => texts.keep(`${board}-2`, { text: 'A', folded: 'a' }, madeAt),
    'pass a text': () => texts.pass(`${board}-1`, madeAt),
    update: () => boards.update(board, { title: 'Busier', updatedAt: madeAt, ownerDraws: true, previews: true }),
    'put into the trash': () => boards.trash(`${board}-5`, 7),
    trashedBefore: () => boards.trashedBefore(8),
    condemn: () => boards.condemn(`${board}-5`, 7),
    visit: () => boards.visit(person, board, madeAt),
    star: () => boards.star(person, board, madeAt),
    'take a star away': () => boards.star(person, board, undefined),
    tag: () => boards.tag(person, board, ['One', 'Two'], madeAt),
    tagsOf: () => boards.tagsOf(person),
    leave: () => boards.leave(person, board),
  };
};

const peopleAsks = ({ repositories }: Stored, board: string, person: string): Asks => {
  const { links, memberships, sessions, stays } = repositories;
  const guest = `${board}-guest-3`;
  return {
    'links of a board': () => links.ofBoard(board),
    'add a link': () => links.add(linkOf(`${board}-more`, board), 1_000_000),
    'change a link': () => links.change(board, `${board}-more`, { label: 'x' }),
    'use a link': () => links.countUse({ id: `${board}-more`, maxUses: undefined }),
    'take in': () => links.takeIn(`${board}-more`, guest, madeAt),
    grant: () => links.grant(`${board}-more`, `${board}-guest-4`, madeAt),
    'granted to': () => links.grantedTo(person, board),
    'granted to a guest': () => links.grantedTo(guest, `${board}-1`),
    'remove a link': () => links.remove(board, `${board}-more`),
    membership: () => memberships.find(board, guest),
    'set a membership': () => memberships.set(board, guest, 'editor', madeAt),
    'people of a board': () => memberships.ofBoard(board, 100),
    'look at stays': async () =>
      stays?.([
        ...Array.from({ length: 20 }, (_, n) => ({
          board,
          person: `${board}-guest-${n + 1}`,
          link: `${board}-link-2`,
          session: sessionOf(`${board}${n + 1}`),
        })),
        { board: `${board}-1`, person, session: sessionOf(`${person}1`) },
        { board, person, session: sessionOf(`${person}1`) },
      ]),
    'write who was seen': () =>
      repositories.writeSeen({
        visits: Array.from({ length: 20 }, (_, n) => ({
          person: `${board}-guest-${n + 1}`,
          board: `${board}-${n + 1}`,
          at: madeAt,
        })),
        uses: new Map([[`${board}-link-1`, 2]]),
      }),
    'create a session': () => sessions.create(hashOf(`${board} new`), personOf(guest), madeAt),
    'find a session': () => sessions.find(sessionOf(`${board}1`), 2 * madeAt, 1),
    'find a person': () => sessions.person(person, 1),
    'sessions of a person': () => sessions.ofPerson(person, hashOf('x')),
    rename: () => sessions.rename(personOf(guest)),
    'rotate a session': () => sessions.rotate(hashOf(`${board} new`), hashOf(`${board} newer`), madeAt),
    'end all sessions': () => sessions.endAll(guest, madeAt),
    'join a guest to a person': () =>
      sessions.join({ id: `${board}-guest-5`, shown: 'shown' }, { id: `${board}-guest-6`, shown: 'seen' }, madeAt),
  };
};

const otherAsks = ({ repositories, operations }: Stored, board: string, person: string): Asks => {
  const { assets, audit, secrets, webhooks, turns, keys, counters } = repositories;
  const by = { person, at: madeAt };
  const picture = { hash: `${board}-new-picture`, type: 'image/png' } as const;
  const hook = {
    id: `${board}-more`,
    board,
    url: 'https://b.example',
    secret: 's',
    events: ['link.join'],
    createdAt: madeAt,
  } as const;
  const news = { board, event: 'board.changed', at: madeAt, facts: '{}', dueAt: madeAt + 1 } as const;
  const join = { at: madeAt, event: 'link.join', board, person, facts: { link: `${board}-link-1` } };
  return {
    'add a picture': () => assets.add(board, picture, bytesOfAny, by, { bytes: 1e12, each: 1 }),
    'add a picture that is there': () => assets.add(`${board}-6`, picture, bytesOfAny, by),
    'find a picture': () => assets.find(board, picture.hash),
    'read a picture': () => through(assets.read(`${board}-picture-1`)),
    'pictures of a board': () => assets.ofBoard(board),
    'pictures of a small board': () => assets.ofBoard(`${board}-1`),
    'look for boards to look at': () => assets.toLookAt(2 * madeAt, 1),
    'look at a board': () =>
      assets.looked(`${board}-6`, { named: new Set([picture.hash]), at: madeAt, unnamedBefore: 1 }),
    'append to the audit': async () => {
      for (let n = 0; n < 150; n++) await audit.append({ at: madeAt, event: 'board.create', board, person, facts: {} });
    },
    'append a join to the audit': () => audit.append(join),
    'append another join to the audit': () => audit.append({ ...join, facts: { link: 'never' } }),
    'read the audit': () => audit.ofBoard(board, 100),
    'read on in the audit': async () => audit.ofBoard(board, 100, (await audit.ofBoard(board, 100)).next),
    secret: () => secrets.get('guests'),
    'add a webhook': () => webhooks.add(hook, 1_000_000),
    'webhooks of a board': () => webhooks.ofBoard(board),
    'boards with webhooks': () => webhooks.boards(),
    'put news': () => webhooks.put(news),
    'put news nobody waits for': () => webhooks.put({ ...news, event: 'link.join' }),
    'take news, leave it, put it off, be done': async () => {
      const [first, second, third] = await webhooks.take(2 * madeAt, 3, 1);
      if (first !== undefined) await webhooks.leave(first.id);
      if (second !== undefined) await webhooks.putOff(second.id, 3 * madeAt);
      if (third !== undefined) await webhooks.done(third.id);
    },
    'take news when none is due': () => webhooks.take(1, 10, 1),
    'remove a webhook': () => webhooks.remove(board, hook.id),
    turn: () => turns.mine(`${board}-1`, 1),
    'put a key': async () => keys?.put('ticket', hashOf(board), { person, value: 'v' }, 60),
    'take a key': async () => keys?.take('ticket', hashOf(board)),
    'drop keys': async () => keys?.drop('ticket', `${board}-guest-1`),
    count: async () =>
      counters?.change(
        [`${board}-1`, `${board}-new`],
        (known) => new Map([...known].map(([name, one]) => [name, { ...one, count: 2 }])),
      ),
    sweep: () => through(repositories.sweep(nothingOld)),
    'sweep what is old': () => through(repositories.sweep({ ...nothingOld, old: madeAt + 2, loose: madeAt - 1 })),
    'is known': () => operations.isKnown(person),
    'is quarantined': () => operations.quarantined(board),
    'all that is quarantined': () => operations.quarantined(),
    'clean quarantine': () => operations.clean(`${board}-1`),
    'list all boards': () => operations.boards(),
    'hand over': () => repositories.boards.handOver(board, person, `${board}-guest-2`, madeAt),
    'give to another': () => repositories.boards.give(board, person),
    'remove a board': () => repositories.boards.remove(`${board}-1`),
  };
};

/** All that is asked of what is stored, by name, of a board and a person as `fill` makes them. In an order: some goes on with what was before. */
export const asksOf = (stored: Stored, board: string, person: string): Asks => ({
  ...storeAsks(stored, board, person),
  ...boardAsks(stored, board, person),
  ...peopleAsks(stored, board, person),
  ...otherAsks(stored, board, person),
});
