import { limits, openBoard, relayLimits } from '@gesso/crdt-schema';
import { craftUpdate, farNeighbors, lettersApart, seededRandom } from '@gesso/crdt-schema/testing';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  ann,
  both,
  type Case,
  element,
  eve,
  fresh,
  history,
  holds,
  more,
  overHttp,
  refused,
  scene,
  text,
  wholeOf,
} from '../../../test/support/judging.ts';
import { createReplica } from '../replica/replica.ts';
import { judge, type MayTouch } from './judge.ts';

const large = 'x'.repeat(limits.textLength);
/** Texts of as many letters as fit into one; each piece is no more than one edit may bring. */
const fullText = (): Uint8Array => {
  const doc = new Y.Doc();
  doc.clientID = fresh;
  doc.getMap('tx').set('full-text-01', new Y.Text());
  const pieces = Math.ceil(relayLimits.textLengthTogether / limits.textLength);
  for (let i = 0; i < pieces; i++) {
    const piece = large.slice(0, relayLimits.textLengthTogether - i * limits.textLength);
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
    is: 'more work than fits in one turn',
    incoming: ({ board }) => {
      board.apply([craftUpdate([lettersApart(9_000, 2_000)])]);
      return { update: craftUpdate([farNeighbors(9_999, 2_000, 9_000)]) };
    },
    verdict: { kind: 'too-much', failure: expect.objectContaining({ detail: 'work' }), steps: 0 },
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
  ['of texts', texts],
  ['of roots', roots],
])('a judgement %s', (_, cases) => {
  test.each(cases)('$is', holds);
});

test('each edit of an ordinary board is accepted', () => {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const own = openBoard(doc, { random: seededRandom(3) });
  const id = own.edit((w) => w.add({ kind: 'rect', x: 1, y: 2, text: 'label' }));
  own.edit((w) => w.patch(id, { x: 3 }));
  own.edit((w) => w.remove(id));
  const { clientIds, people } = scene();
  const board = createReplica();
  for (const update of updates) {
    const given = judge({ update, access: people.ann.access, author: people.ann }, { board, clientIds });
    expect(given).toMatchObject({ kind: 'accept', update });
    board.apply([update]);
  }
});
