import { limits, openBoard, type Role } from '@gesso/crdt-schema';
import { craftUpdate, farNeighbours, lettersApart, seededRandom } from '@gesso/crdt-schema/testing';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createClientIdOwnership } from './client-id-ownership.ts';
import type { IncomingUpdate } from './incoming-update.ts';
import { judge, type MayTouch, type Verdict } from './judge.ts';
import { createMember, type Member } from './member.ts';
import { createReplica } from './replica.ts';

const element = 'abcdefghij-_';
const other = 'klmnopqrst-_';

/** Client ids of the words on the board, and of those who are judged. */
const [ann, eve, absent, fresh] = [7, 8, 9, 70];

const member = (name: string, role: Role = 'editor'): Member =>
  createMember(
    { person: { id: name, name, color: '#112233' }, role },
    { send: () => {}, close: () => {}, backlog: 0 },
    true,
    0,
  );

/** A text of one letter, by a client whose words begin with it. */
const text = (client: number, letters = 'a', key: string = element): Uint8Array =>
  craftUpdate([{ client, clock: 0, items: [{ parent: ['tx', key] }, { parent: [client, 0], text: letters }] }]);
/** A letter behind that text. */
const more = (client: number, letters = 'b', clock = 2, behind: readonly [number, number] = [client, 1]): Uint8Array =>
  craftUpdate([{ client, clock, items: [{ origin: behind, text: letters }] }]);
const both = (...updates: readonly Uint8Array[]): Uint8Array => Y.mergeUpdates([...updates]);

/** A board on which Ann, who is here, Eve, who is here too, and one who is absent have a text each. */
const scene = () => {
  const board = createReplica();
  board.apply([both(text(ann, 'a', element), text(eve, 'e', other), text(absent, 'x', 'uvwxyz0123-_'))]);
  const people = { ann: member('ann'), eve: member('eve'), viewer: member('viewer', 'viewer') };
  const ids = createClientIdOwnership(
    new Map([
      [ann, 'ann'],
      [eve, 'eve'],
      [absent, 'absent'],
    ]),
  );
  ids.take(ann, people.ann);
  ids.take(eve, people.eve);
  return { board, ids, people };
};
type Scene = ReturnType<typeof scene>;

interface Case {
  readonly is: string;
  /** What comes, of Ann unless it says otherwise. */
  readonly incoming: (scene: Scene) => Pick<IncomingUpdate, 'update'> & Partial<IncomingUpdate>;
  readonly left?: readonly number[];
  readonly mayTouch?: MayTouch;
  readonly verdict: object;
}

const refused = (code: string, detail?: string) => ({
  kind: 'refuse',
  failure: expect.objectContaining(detail === undefined ? { code } : { code, detail }),
});
const history = true;
const overHttp = { author: undefined };
const wholeOf = ({ board }: Scene): Uint8Array => board.everything();
const large = 'x'.repeat(limits.textLength);
/** Texts of as many letters as fit into one; each piece is no more than one edit may bring. */
const fullText = (): Uint8Array => {
  const doc = new Y.Doc();
  doc.clientID = fresh;
  doc.getMap('tx').set('full-text-01', new Y.Text());
  const pieces = Math.ceil(limits.textLengthTogether / limits.textLength);
  for (let i = 0; i < pieces; i++) {
    const piece = large.slice(0, limits.textLengthTogether - i * limits.textLength);
    (doc.getMap('tx').get('full-text-01') as Y.Text).insert(0, piece);
  }
  return Y.encodeStateAsUpdate(doc);
};
const inFullText = (client: number, letters: string): Uint8Array =>
  craftUpdate([{ client, clock: 0, items: [{ parent: [fresh, 0], text: letters }] }]);
/** Lets an editor write one root and no other. */
const only =
  (root: string): MayTouch =>
  ({ roots }, { role }) =>
    role === 'owner' || [...roots].every((touched) => touched === root);

const readers: readonly Case[] = [
  {
    is: 'a viewer who says what is here',
    incoming: (scene) => ({ update: wholeOf(scene), author: scene.people.viewer, history }),
    verdict: { kind: 'known', steps: 0 },
  },
  {
    is: 'a viewer who says something new',
    incoming: ({ people }) => ({ update: text(fresh), author: people.viewer }),
    verdict: refused('FORBIDDEN'),
  },
  {
    is: 'a viewer who deletes what is here',
    incoming: ({ people }) => ({ update: craftUpdate([], [[ann, 0, 1]]), author: people.viewer }),
    verdict: refused('FORBIDDEN'),
  },
  {
    is: 'a viewer who sends what cannot be read',
    incoming: ({ people }) => ({ update: Uint8Array.of(1), author: people.viewer }),
    verdict: refused('FORBIDDEN'),
  },
];

const contents: readonly Case[] = [
  { is: 'bytes that are no update', incoming: () => ({ update: Uint8Array.of(9, 9) }), verdict: refused('MALFORMED') },
  {
    is: 'an update of more bytes than one edit may have',
    incoming: () => ({ update: new Uint8Array(limits.updateBytes + 1) }),
    verdict: refused('TOO_LARGE', 'update'),
  },
  {
    is: 'a root that a later version may have',
    incoming: () => ({
      update: craftUpdate([{ client: fresh, clock: 0, items: [{ parent: ['zz', 'a'], kind: 'value' }] }]),
    }),
    verdict: refused('NEWER_CLIENT'),
  },
  {
    is: 'a root that no board has',
    incoming: () => ({
      update: craftUpdate([{ client: fresh, clock: 0, items: [{ parent: ['Z Z', 'a'], kind: 'value' }] }]),
    }),
    verdict: refused('MALFORMED'),
  },
  {
    is: 'more letters than a text may hold',
    incoming: () => ({ update: text(fresh, large + large) }),
    verdict: refused('TOO_LARGE'),
  },
  {
    is: 'more work than one turn has room for',
    incoming: ({ board }) => {
      board.apply([craftUpdate([lettersApart(9_000, 2_000)])]);
      return { update: craftUpdate([farNeighbours(9_999, 2_000, 9_000)]) };
    },
    verdict: { kind: 'cut', failure: expect.objectContaining({ detail: 'work' }), steps: 0 },
  },
];

const owners: readonly Case[] = [
  {
    is: 'fresh words under a new client id: it becomes their author’s',
    incoming: () => ({ update: text(fresh) }),
    verdict: {
      kind: 'accept',
      update: text(fresh),
      structs: 2,
      adds: true,
      begins: new Map([[fresh, 0]]),
      claim: fresh,
      clients: [fresh],
      rest: undefined,
    },
  },
  {
    is: 'fresh words that go on under an own client id',
    incoming: () => ({ update: more(ann) }),
    verdict: { kind: 'accept', begins: new Map([[ann, 2]]), claim: ann, clients: [ann] },
  },
  {
    is: 'fresh words under the client id of one who is here',
    incoming: () => ({ update: more(eve) }),
    verdict: refused('NOT_YOUR_ID', `client id ${eve} is somebody else's`),
  },
  {
    is: 'fresh words under the client id of one who is absent',
    incoming: () => ({ update: more(absent) }),
    verdict: refused('NOT_YOUR_ID'),
  },
  {
    is: 'fresh words of two clients at once: that is history, and no id becomes its author’s but what they hold',
    incoming: () => ({ update: both(more(ann), text(fresh, 'f', 'fresh-text-1')) }),
    verdict: { kind: 'accept', claim: undefined, clients: [ann] },
  },
  {
    is: 'words of one who has left meanwhile: they hold no id any more, and it is settled all the same',
    incoming: ({ people }) => {
      people.ann.left = true;
      return { update: more(ann) };
    },
    verdict: { kind: 'accept', claim: undefined, clients: [ann] },
  },
  {
    is: 'a deletion of what others wrote',
    incoming: () => ({ update: craftUpdate([], [[eve, 1, 1]]) }),
    verdict: { kind: 'accept', adds: false, begins: new Map(), claim: undefined, clients: [] },
  },
  {
    is: 'a deletion of what is deleted',
    incoming: ({ board }) => {
      board.apply([craftUpdate([], [[eve, 1, 1]])]);
      return { update: craftUpdate([], [[eve, 1, 1]]) };
    },
    verdict: { kind: 'known' },
  },
  {
    is: 'words that are here, under whatever id',
    incoming: (scene) => ({ update: wholeOf(scene) }),
    verdict: { kind: 'known' },
  },
];

const histories: readonly Case[] = [
  {
    is: 'history with words of one who is absent: this may be the only copy',
    incoming: () => ({ update: both(text(absent, 'x', 'uvwxyz0123-_'), more(absent)), history }),
    verdict: { kind: 'accept', update: more(absent), begins: new Map([[absent, 2]]), clients: [], rest: undefined },
  },
  {
    is: 'history with words of one who is here: they are left to them, and the rest is taken',
    incoming: () => ({ update: both(more(ann), more(eve)), history }),
    verdict: {
      kind: 'accept',
      update: more(ann),
      begins: new Map([[ann, 2]]),
      rest: { leftTo: [eve], needs: new Map([[eve, 3]]) },
    },
  },
  {
    is: 'history with nothing but words of one who is here',
    incoming: () => ({ update: more(eve), history }),
    verdict: { kind: 'wait', claim: undefined, rest: { leftTo: [eve], needs: new Map([[eve, 3]]) } },
  },
  {
    is: 'the same over HTTP, where nothing can wait',
    incoming: () => ({ update: more(eve), history, ...overHttp }),
    verdict: { kind: 'ask', clients: [eve] },
  },
  {
    is: 'history with words that were left to one who has gone since',
    incoming: ({ ids, people }) => {
      ids.release(people.eve);
      return { update: more(eve), history };
    },
    left: [eve],
    verdict: { kind: 'wait', rest: { leftTo: [eve], needs: new Map([[eve, 3]]) } },
  },
  {
    is: 'history that is all here',
    incoming: (scene) => ({ update: wholeOf(scene), history }),
    verdict: { kind: 'known' },
  },
  {
    is: 'history with a gap: what can be placed is taken, and the rest waits',
    incoming: () => ({ update: both(more(ann), more(fresh, 'b', 0, [71, 0])), history }),
    verdict: { kind: 'accept', update: more(ann), rest: { leftTo: [], needs: new Map([[71, 1]]) } },
  },
];

const gaps: readonly Case[] = [
  {
    is: 'fresh words that build on what has not come',
    incoming: () => ({ update: more(fresh, 'b', 0, [71, 4]) }),
    verdict: { kind: 'wait', claim: fresh, rest: { leftTo: [], needs: new Map([[71, 5]]) } },
  },
  {
    is: 'fresh words whose author’s earlier ones have not come',
    incoming: () => ({ update: more(fresh) }),
    verdict: { kind: 'wait', rest: { leftTo: [], needs: new Map([[fresh, 2]]) } },
  },
  {
    is: 'a deletion of what has not come',
    incoming: () => ({ update: craftUpdate([], [[71, 0, 3]]) }),
    verdict: { kind: 'wait', claim: undefined, rest: { leftTo: [], needs: new Map([[71, 3]]) } },
  },
  {
    is: 'a gap over HTTP, where nothing can wait',
    incoming: () => ({ update: more(fresh), ...overHttp }),
    verdict: refused('MALFORMED', 'it builds on what is not here'),
  },
];

const texts: readonly Case[] = [
  {
    is: 'letters for a text that is full',
    incoming: ({ board }) => {
      board.apply([fullText()]);
      return { update: inFullText(71, 'too many') };
    },
    verdict: refused('TOO_LARGE', 'text'),
  },
  {
    is: 'the same from a writer who returns',
    incoming: ({ board }) => {
      board.apply([fullText()]);
      return { update: inFullText(71, 'too many'), history };
    },
    verdict: { kind: 'trim', fitting: expect.objectContaining({ deletion: craftUpdate([], [[71, 0, 8]]) }) },
  },
  {
    is: 'the same once that is deleted in it',
    incoming: ({ board }) => {
      board.apply([fullText()]);
      const update = both(inFullText(71, 'too many'), craftUpdate([], [[71, 0, 8]]));
      return { update, history, fitted: true };
    },
    verdict: { kind: 'accept', update: both(inFullText(71, 'too many'), craftUpdate([], [[71, 0, 8]])) },
  },
  {
    is: 'the same over HTTP, where nobody can be told',
    incoming: ({ board }) => {
      board.apply([fullText()]);
      return { update: inFullText(71, 'too many'), history, ...overHttp };
    },
    verdict: refused('TOO_LARGE', 'text'),
  },
];

const roots: readonly Case[] = [
  {
    is: 'an editor who may write texts and writes one',
    incoming: () => ({ update: more(ann) }),
    mayTouch: only('texts'),
    verdict: { kind: 'accept', clients: [ann] },
  },
  {
    is: 'an editor who may write texts and writes a value as well',
    incoming: () => ({
      update: craftUpdate([
        {
          client: ann,
          clock: 2,
          items: [
            { origin: [ann, 1], text: 'b' },
            { parent: ['ov', `${element}:x`], kind: 'value' },
          ],
        },
      ]),
    }),
    mayTouch: only('texts'),
    verdict: refused('FORBIDDEN'),
  },
  {
    is: 'an editor who may write overrides and deletes a letter, which names no root',
    incoming: () => ({ update: craftUpdate([], [[eve, 1, 1]]) }),
    mayTouch: only('overrides'),
    verdict: refused('FORBIDDEN'),
  },
  {
    is: 'an editor who may write texts and brings history in which only a text is new',
    incoming: (scene) => {
      scene.board.apply([
        craftUpdate([{ client: fresh, clock: 0, items: [{ parent: ['ov', `${element}:x`], kind: 'value' }] }]),
      ]);
      return { update: both(wholeOf(scene), more(ann)), history };
    },
    mayTouch: only('texts'),
    verdict: { kind: 'accept', update: more(ann) },
  },
  {
    is: 'an editor who may write texts and repeats what others put elsewhere',
    incoming: (scene) => {
      scene.board.apply([
        craftUpdate([{ client: fresh, clock: 0, items: [{ parent: ['ov', `${element}:x`], kind: 'value' }] }]),
      ]);
      return { update: wholeOf(scene), history };
    },
    mayTouch: only('texts'),
    verdict: { kind: 'known' },
  },
];

describe.each([
  ['of readers', readers],
  ['of contents', contents],
  ['of owners', owners],
  ['of history', histories],
  ['of gaps', gaps],
  ['of texts', texts],
  ['of roots', roots],
])('a judgement %s', (_, cases) => {
  test.each(cases)('$is', ({ incoming, left, mayTouch, verdict }) => {
    const world = scene();
    const { board, ids, people } = world;
    const offer = incoming(world);
    const author = 'author' in offer ? offer.author : people.ann;
    const access = (author ?? people.ann).access;
    const before = { state: board.everything(), held: [ann, eve, fresh].map(ids.holder) };
    const given: Verdict = judge({ access, ...offer, author }, { board, ids, mayTouch }, left);
    expect(given).toMatchObject(verdict);
    // Nothing has happened by it.
    expect({ state: board.everything(), held: [ann, eve, fresh].map(ids.holder) }).toEqual(before);
  });
});

test('each edit of an ordinary board is accepted', () => {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const own = openBoard(doc, { random: seededRandom(3) });
  const id = own.edit((w) => w.add({ kind: 'rect', x: 1, y: 2, text: 'label' }));
  own.edit((w) => w.patch(id, { x: 3 }));
  own.edit((w) => w.remove(id));
  const { ids, people } = scene();
  const board = createReplica();
  for (const update of updates) {
    const given = judge({ update, access: people.ann.access, author: people.ann }, { board, ids });
    expect(given).toMatchObject({ kind: 'accept', update });
    board.apply([update]);
  }
});
