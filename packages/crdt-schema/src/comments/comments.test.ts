import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { openBoard } from '../board/board.ts';
import { commentLimits } from '../limits.ts';
import { seededRandom } from '../testing/random.ts';
import { createBoardDoc } from '../yjs/board-doc.ts';
import { checkUpdate } from '../yjs/update/checking/check.ts';
import type { CommentDraft } from './comment.ts';
import { type Comments, openComments } from './comments.ts';
import { exportComments, importComments } from './comments-file.ts';
import { hasComments, onFirstComment } from './first-comment.ts';

const ada = { id: 'person-ada', name: 'Ada' };
const bo = { id: 'person-bo', name: 'Bo' };
const here = { x: 10, y: 20 };

const open = (me: typeof ada & { isOwner?: boolean } = ada, doc = createBoardDoc(), seed = 1) => {
  let clock = 1_000 * seed;
  const comments = openComments(doc, { me: () => me, now: () => ++clock, random: seededRandom(seed) });
  return { doc, comments };
};

const tell = (from: Y.Doc, to: Y.Doc): void => Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)));
const begin = (comments: Comments, text = 'hello'): string => {
  const id = comments.start(here, { text });
  if (id === undefined) throw new Error('no thread was begun');
  return id;
};

/** Two people on one board that hear of each other when told. */
const two = () => {
  const a = open(ada, createBoardDoc(), 1);
  const b = open(bo, createBoardDoc(), 2);
  const settle = (): void => {
    tell(a.doc, b.doc);
    tell(b.doc, a.doc);
  };
  return { a, b, settle };
};

describe('a thread', () => {
  test('is begun, answered, edited, resolved and reopened', () => {
    const { a, b, settle } = two();
    const id = begin(a.comments, ' first\r\nline ');
    settle();
    const answer = b.comments.reply(id, { text: 'second', mentions: [ada.id, ada.id, 'not an id!'] });
    settle();
    expect(a.comments.threads()).toEqual(b.comments.threads());
    expect(a.comments.thread(id)).toMatchObject({
      anchor: here,
      pinnedBy: ada.id,
      resolved: undefined,
      entries: [
        { author: ada, text: 'first\nline', editedAt: undefined, mentions: [], quotedFrom: undefined },
        { id: answer, author: bo, text: 'second', mentions: [ada.id] },
      ],
    });
    expect(b.comments.edit(id, answer ?? '', { text: 'better' })).toBe(true);
    expect(b.comments.resolve(id, true)).toBe(true);
    settle();
    expect(a.comments.thread(id)).toMatchObject({
      resolved: { by: bo.id },
      entries: [{}, { text: 'better', editedAt: expect.any(Number) }],
    });
    expect(a.comments.resolve(id, false)).toBe(true);
    expect(a.comments.thread(id)?.resolved).toBeUndefined();
  });

  test('is pinned to an element, is moved by the one who pinned it, and outlives the element', () => {
    const { a, b, settle } = two();
    const board = openBoard(a.doc);
    const element = board.edit((w) => w.add({ kind: 'rect', x: 0, y: 0, width: 9, height: 9 }));
    const anchor = { x: 3, y: 4, element, dx: 3, dy: 4 };
    const id = a.comments.start(anchor, { text: 'on it' }) ?? '';
    settle();
    board.edit((w) => w.remove(element));
    expect(a.comments.thread(id)?.anchor).toEqual(anchor);
    expect(b.comments.move(id, here)).toBe(false);
    expect(a.comments.move(id, here)).toBe(true);
    expect(a.comments.thread(id)?.anchor).toEqual(here);
    expect(a.comments.move(id, { x: Number.NaN, y: 0 })).toBe(false);
  });

  test('is moved by another who may change the board, and stays that of the one who pinned it', () => {
    const { a, b, settle } = two();
    const id = begin(a.comments);
    settle();
    const editor = openComments(b.doc, { me: () => ({ ...bo, canEdit: true }), now: () => 0 });
    expect([b.comments.mayMove(id), editor.mayMove(id), editor.mayMove('thread-none-')]).toEqual([false, true, false]);
    expect(editor.move(id, { x: 7, y: 8 })).toBe(true);
    settle();
    expect(a.comments.thread(id)).toMatchObject({ anchor: { x: 7, y: 8 }, pinnedBy: ada.id });
    expect(a.comments.move(id, here)).toBe(true);
  });

  test('is gone with its last entry, and back with a reply of a person who did not know', () => {
    const { a, b, settle } = two();
    const id = begin(a.comments);
    settle();
    b.comments.reply(id, { text: 'an answer' });
    expect(a.comments.remove(id, a.comments.thread(id)?.entries[0]?.id ?? '')).toBe(true);
    expect(a.comments.threads()).toEqual([]);
    settle();
    expect(a.comments.thread(id)).toMatchObject({ anchor: here, entries: [{ text: 'an answer' }] });
    expect(b.comments.threads()).toEqual(a.comments.threads());
  });

  test('is changed by the authors of its entries alone, but the owner of the board takes away any', () => {
    const { a, b, settle } = two();
    const id = begin(a.comments);
    settle();
    const entry = a.comments.thread(id)?.entries[0]?.id ?? '';
    expect(b.comments.edit(id, entry, { text: 'mine' })).toBe(false);
    expect(b.comments.remove(id, entry)).toBe(false);
    const owner = open({ ...bo, isOwner: true }, b.doc, 3);
    expect(owner.comments.edit(id, entry, { text: 'mine' })).toBe(false);
    expect(owner.comments.remove(id, entry)).toBe(true);
    settle();
    expect(a.comments.threads()).toEqual([]);
  });

  test('is begun by nobody who is not known, and not without words or with too many', () => {
    const { doc, comments } = open();
    for (const text of ['', ' \n\u200b', 'x'.repeat(commentLimits.length + 1)])
      expect(comments.start(here, { text })).toBeUndefined();
    expect(comments.start({ x: 1e9, y: 0 }, { text: 'far' })).toBeUndefined();
    const nobody = openComments(doc, { me: () => undefined, now: () => 1 });
    expect(nobody.start(here, { text: 'hello' })).toBeUndefined();
    expect(hasComments(doc)).toBe(false);
    expect(comments.start(here, { text: 'x'.repeat(commentLimits.length) })).toBeDefined();
  });

  test('is told of once a change, is frozen, and the same object as long as nothing is changed in it', () => {
    const { comments } = open();
    const [one, other] = [begin(comments), begin(comments)];
    const before = comments.thread(one);
    let told = 0;
    const stop = comments.onChange(() => told++);
    comments.reply(other, { text: 'more' });
    expect(told).toBe(1);
    expect(comments.thread(one)).toBe(before);
    expect(comments.threads()).toBe(comments.threads());
    for (const value of [comments.threads(), before, before?.entries, before?.entries[0], before?.anchor])
      expect(Object.isFrozen(value)).toBe(true);
    stop();
    comments.resolve(one, true);
    expect(told).toBe(1);
  });
});

describe('the chat', () => {
  test('keeps the newest messages, and only their authors take them away', () => {
    const { a, b, settle } = two();
    for (let i = 0; i <= commentLimits.chatShown; i++) a.comments.say({ text: `word ${i}` });
    settle();
    expect(b.comments.chat()).toHaveLength(commentLimits.chatShown);
    expect(b.comments.chat().at(-1)).toMatchObject({ author: ada, text: `word ${commentLimits.chatShown}` });
    const last = b.comments.chat().at(-1)?.id ?? '';
    expect(b.comments.removeSaid(last)).toBe(false);
    expect(a.comments.removeSaid(last)).toBe(true);
    expect(a.comments.chat().at(-1)?.text).toBe(`word ${commentLimits.chatShown - 1}`);
  });

  test('shows what others say beside who floods it from a clock that runs ahead', () => {
    const doc = createBoardDoc();
    const flood = openComments(doc, { me: () => ada, now: () => 8.64e15, random: seededRandom(1) });
    for (let i = 0; i < 2 * commentLimits.chatShown; i++) flood.say({ text: '.' });
    const { comments } = open(bo, doc, 2);
    comments.say({ text: 'the first' });
    comments.say({ text: 'the last' });
    const words = comments.chat().filter(({ author }) => author.id === bo.id);
    expect(words.map(({ text }) => text)).toEqual(['the first', 'the last']);
    expect(comments.chat()).toHaveLength(commentLimits.chatShown);
  });

  test('makes room for a message by the oldest of the same person', () => {
    const { doc, comments } = open();
    doc.transact(() => {
      for (let i = 0; i < commentLimits.chat; i++) comments.say({ text: `word ${i}` });
    });
    const stranger = open(bo, doc, 2);
    expect(stranger.comments.say({ text: 'hello' })).toBeUndefined();
    expect(comments.say({ text: 'one more' })).toBeDefined();
    expect(doc.getMap('cm').size).toBe(commentLimits.chat);
  });
});

test('a page learns of the first comment once, and no more after it has stopped', () => {
  const { doc, comments } = open();
  let [told, stopped] = [0, 0];
  onFirstComment(doc, () => told++);
  onFirstComment(doc, () => stopped++)();
  expect([hasComments(doc), told]).toEqual([false, 0]);
  begin(comments);
  begin(comments);
  expect([hasComments(doc), told, stopped]).toEqual([true, 1, 0]);
  onFirstComment(doc, () => told++);
  expect(told).toBe(2);
});

test('comments are no element and no undo step, and each of their updates is accepted', () => {
  const { doc, comments } = open();
  const board = openBoard(doc);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const id = begin(comments);
  comments.reply(id, {
    text: 'x'.repeat(commentLimits.length),
    mentions: Array.from({ length: 99 }, (_, i) => `p${i}`),
  });
  comments.edit(id, comments.thread(id)?.entries[0]?.id ?? '', { text: 'edited' });
  comments.resolve(id, true);
  comments.move(id, { x: 1, y: 2, element: 'abcdefghij-_', dx: 0.33, dy: 4 });
  comments.say({ text: 'all of you' });
  comments.resolve(id, false);
  expect(board.canUndo).toBe(false);
  expect(board.all()).toEqual([]);
  expect(doc.getMap('meta').size).toBe(0);
  for (const update of [...updates, Y.encodeStateAsUpdate(doc)]) {
    expect(checkUpdate(update)).toBeUndefined();
    expect(checkUpdate(update, { doc: new Y.Doc() })).toBeUndefined();
  }
});

describe('a file', () => {
  test('brings threads under new ids, in the name of the one who brings them, quoted from their authors', () => {
    const { a, b, settle } = two();
    const id = begin(a.comments, 'look');
    settle();
    b.comments.reply(id, { text: 'I see' });
    b.comments.resolve(id, true);
    const file: unknown = JSON.parse(JSON.stringify(exportComments(b.doc)));
    const carol = open({ id: 'person-carol', name: 'Carol' });
    const placed = () => ({ x: 5, y: 6 });
    expect(importComments(file, carol.doc, { me: { id: 'person-carol', name: 'Carol' }, placed })).toBe(1);
    const [thread] = carol.comments.threads();
    expect(thread?.id).not.toBe(id);
    expect(thread).toMatchObject({
      anchor: { x: 5, y: 6 },
      pinnedBy: 'person-carol',
      resolved: { by: 'person-carol' },
      entries: [
        { author: { id: 'person-carol' }, text: 'look', quotedFrom: 'Ada', at: expect.any(Number) },
        { author: { id: 'person-carol' }, text: 'I see', quotedFrom: 'Bo' },
      ],
    });
    expect(exportComments(carol.doc)[0]?.entries.map(({ author }) => author)).toEqual(['Ada', 'Bo']);
    expect(checkUpdate(Y.encodeStateAsUpdate(carol.doc))).toBeUndefined();
  });

  test('of any content is read without a mistake, and what it brings is accepted', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.array(hostileThread)), (file) => {
        const { doc, comments } = open();
        const written = importComments(file, doc, { me: ada });
        expect(comments.threads()).toHaveLength(written);
        expect(checkUpdate(Y.encodeStateAsUpdate(doc))).toBeUndefined();
      }),
    );
  });
});

const hostileThread = fc.record(
  {
    anchor: fc.oneof(fc.constant(here), fc.anything()),
    entries: fc.oneof(
      fc.array(fc.record({ author: fc.anything(), at: fc.oneof(fc.nat(), fc.anything()), text: fc.string() })),
      fc.anything(),
    ),
    resolvedAt: fc.oneof(fc.double(), fc.anything()),
  },
  { requiredKeys: [] },
);

const commentKey = fc.constantFrom(
  'aaaaaaaaaaaa',
  'aaaaaaaaaaaa:bbbbbbbbbbbb',
  'aaaaaaaaaaaa:r',
  'chat:cccccccccccc',
  'chat:',
  ':',
  '__proto__',
);
const plain = fc.oneof(
  fc.constant(ada.id),
  fc.string(),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 30 }),
);
const hostileRecord = fc.dictionary(fc.constantFrom(...'unebtmoxyf', 'dx', 'dy'), plain, {
  maxKeys: 12,
  noNullPrototype: true,
});

test('a reader drops what is malformed, and never throws', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(commentKey, fc.oneof(hostileRecord, plain)), { maxLength: 8 }), (written) => {
      const { doc, comments } = open();
      for (const [key, value] of written) doc.getMap('cm').set(key, value);
      for (const { anchor, entries } of [...comments.threads(), { anchor: here, entries: comments.chat() }]) {
        expect(Number.isFinite(anchor.x + anchor.y)).toBe(true);
        for (const entry of entries) {
          expect(entry.text.trim()).not.toBe('');
          expect(Number.isFinite(entry.at)).toBe(true);
          expect(entry.mentions.length).toBeLessThanOrEqual(commentLimits.mentions);
        }
      }
      const reopened = open(ada, doc).comments;
      expect(reopened.threads()).toEqual(comments.threads());
      expect(reopened.chat()).toEqual(comments.chat());
    }),
  );
  const { doc, comments } = open();
  for (const shared of [new Y.Text('x'), new Y.Map(), new Y.Array()]) doc.getMap('cm').set('aaaaaaaaaaaa', shared);
  expect(comments.threads()).toEqual([]);
});

const draft: fc.Arbitrary<CommentDraft> = fc.record({ text: fc.string({ minLength: 1, maxLength: 20 }) });
const which = fc.nat(20);
const step = fc.oneof(
  fc.record({ do: fc.constant('start' as const), peer: fc.nat(2), draft }),
  fc.record({ do: fc.constantFrom('reply' as const, 'edit' as const, 'say' as const), peer: fc.nat(2), which, draft }),
  fc.record({ do: fc.constantFrom('remove' as const, 'resolve' as const, 'move' as const), peer: fc.nat(2), which }),
  fc.record({ do: fc.constant('tell' as const), peer: fc.nat(2), to: fc.nat(2) }),
);

const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];

const perform = (
  peers: readonly ReturnType<typeof open>[],
  s: typeof step extends fc.Arbitrary<infer S> ? S : never,
) => {
  const peer = peers[s.peer];
  if (peer === undefined) return;
  const { comments, doc } = peer;
  if (s.do === 'tell') return tell(doc, peers[s.to]?.doc ?? doc);
  if (s.do === 'start') return comments.start(here, s.draft);
  if (s.do === 'say') return comments.say(s.draft);
  const thread = pick(comments.threads(), s.which);
  const entry = pick(thread?.entries ?? [], s.which)?.id ?? '';
  const id = thread?.id ?? '';
  if (s.do === 'reply') return comments.reply(id, s.draft);
  if (s.do === 'edit') return comments.edit(id, entry, s.draft);
  if (s.do === 'remove') return comments.remove(id, entry);
  if (s.do === 'move') return comments.move(id, { x: s.which, y: 1 });
  return comments.resolve(id, thread?.resolved === undefined);
};

test('whatever people write at the same time, all see the same in the end, and every entry is its author’s', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const people = [ada, bo, { id: 'person-carol', name: 'Carol' }];
      const peers = people.map((me, i) => {
        const doc = createBoardDoc();
        doc.clientID = i + 1;
        return open(me, doc, i + 1);
      });
      for (const each of steps) perform(peers, each);
      for (let round = 0; round < 2; round++)
        for (const from of peers) for (const to of peers) if (from !== to) tell(from.doc, to.doc);
      const [first] = peers;
      for (const { doc, comments } of peers) {
        expect(comments.threads()).toEqual(first?.comments.threads());
        expect(comments.chat()).toEqual(first?.comments.chat());
        expect(open(ada, doc).comments.threads()).toEqual(comments.threads());
      }
      // What is shown under a client id was written by the person of that id.
      const cm = first?.doc.getMap<{ u: string }>('cm');
      for (const [key, value] of cm?.entries() ?? [])
        expect(value.u).toBe(people[(cm?._map.get(key)?.id.client ?? 0) - 1]?.id);
    }),
  );
});
