import { openComments, type Role } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { entry, entryKey, other, pin, resolved, said, since, thread, type Write } from './support/comments.ts';
import { frames } from './support/frames.ts';
import { closeOf, edit, type Line } from './support/line.ts';
import { person } from './support/person.ts';
import { settled, table } from './support/table.ts';

/** A person at a bare line, with a document that holds all they have heard. */
const seat = async (line: Line) => {
  const { you, role } = await line.hears('role');
  const doc = new Y.Doc();
  const catchUp = async (): Promise<Y.Doc> => {
    line.send(frames.step1(Y.encodeStateVector(doc)));
    Y.applyUpdate(doc, (await line.hears('step2')).body);
    return doc;
  };
  return {
    line,
    id: you.id,
    role,
    doc,
    catchUp,
    /** Writes with all that is on the board in sight. */
    async says(write: Write): Promise<void> {
      await catchUp();
      line.send(frames.update(since(doc, write)));
    },
    open: () => line.socket.readyState === WebSocket.OPEN,
  };
};

/** People on a board on which the first has begun a thread, and the owner has drawn. */
const board = async (...roles: readonly Role[]) => {
  const world = await table('owner', ...roles);
  const [owner, author, ...others] = await Promise.all(world.lines.map(seat));
  if (owner === undefined || author === undefined) throw new Error('two people are needed');
  await owner.says((_, doc) => doc.getMap('el').set('element-0001', { k: 'r' }));
  await author.says((cm) => {
    cm.set(thread, pin(author.id));
    cm.set(entryKey, said(author.id));
  });
  await author.line.hears('saved');
  return { ...world, owner, author, others };
};
type Board = Awaited<ReturnType<typeof board>>;
type Seat = Board['owner'];

const other0 = ({ others: [first] }: Board): Seat => {
  if (first === undefined) throw new Error('a third person is needed');
  return first;
};

test('what a commenter writes is kept, and the others hear of it', async () => {
  const { owner, author } = await board('commenter');
  const { body } = await owner.line.hears('update', (heard) => {
    Y.applyUpdate(owner.doc, heard.body);
    return owner.doc.getMap('cm').size > 0;
  });
  expect(body.length).toBeGreaterThan(0);
  expect(owner.doc.getMap('cm').get(entryKey)).toEqual(said(author.id));
  expect((await author.catchUp()).getMap('cm').size).toBe(2);
});

test('all that the app does to comments is taken', async () => {
  const { author, owner } = await board('commenter');
  await author.catchUp();
  const comments = openComments(author.doc, { me: () => ({ id: author.id, name: 'Ada' }), now: () => 5 });
  author.doc.on('update', (update: Uint8Array) => author.line.send(frames.update(update)));
  const id = comments.start({ x: 1, y: 1, element: 'element-0001', dx: 0, dy: 0 }, { text: 'one' }) ?? '';
  const answer = comments.reply(id, { text: 'two' }) ?? '';
  comments.edit(id, answer, { text: 'better' });
  comments.resolve(id, true);
  comments.resolve(id, false);
  comments.move(id, { x: 3, y: 4 });
  comments.remove(id, answer);
  comments.removeSaid(comments.say({ text: 'to all' }) ?? '');
  comments.say({ text: 'to all again' });
  await author.line.hears('saved', ({ count }) => count === 11);
  const seen = openComments(await owner.catchUp(), { me: () => undefined, now: () => 5 });
  expect([seen.threads(), seen.chat()]).toEqual([comments.threads(), comments.chat()]);
});

describe('is refused, and nobody else notices:', () => {
  const element: Write = (_, doc) => doc.getMap('el').set('element-evil', { k: 'r' });
  const cases: readonly {
    readonly is: string;
    readonly role: Role;
    readonly code: 'FORBIDDEN' | 'NOT_YOUR_COMMENT' | 'MALFORMED' | 'TOO_LARGE';
    readonly write: (cm: Y.Map<unknown>, doc: Y.Doc, me: string, author: string) => void;
  }[] = [
    { is: 'a commenter who draws', role: 'commenter', code: 'FORBIDDEN', write: element },
    {
      is: 'a commenter who draws beside a comment',
      role: 'commenter',
      code: 'FORBIDDEN',
      write(cm, doc, me) {
        cm.set(`${thread}:${other}`, said(me));
        element(cm, doc);
      },
    },
    {
      is: 'a commenter who deletes an element',
      role: 'commenter',
      code: 'FORBIDDEN',
      write: (_, doc) => doc.getMap('el').delete('element-0001'),
    },
    {
      is: 'a commenter who names the board',
      role: 'commenter',
      code: 'FORBIDDEN',
      write: (_, doc) => doc.getMap('meta').set('name', 'mine'),
    },
    {
      is: 'a viewer who comments',
      role: 'viewer',
      code: 'FORBIDDEN',
      write: (cm, _, me) => cm.set(`${thread}:${other}`, said(me)),
    },
    {
      is: 'a comment in the name of another',
      role: 'commenter',
      code: 'NOT_YOUR_COMMENT',
      write: (cm, _, _me, author) => cm.set(`${thread}:${other}`, said(author)),
    },
    {
      is: 'the same of an editor',
      role: 'editor',
      code: 'NOT_YOUR_COMMENT',
      write: (cm, _, _me, author) => cm.set(`chat:${other}`, said(author)),
    },
    {
      is: 'a thread pinned in the name of another',
      role: 'editor',
      code: 'NOT_YOUR_COMMENT',
      write: (cm, _, _me, author) => cm.set('thread-00002', pin(author)),
    },
    {
      is: 'a thread resolved in the name of another',
      role: 'editor',
      code: 'NOT_YOUR_COMMENT',
      write: (cm, _, _me, author) => cm.set(`${thread}:r`, resolved(author)),
    },
    {
      is: 'another’s comment that is edited in their name',
      role: 'editor',
      code: 'NOT_YOUR_COMMENT',
      write: (cm, _, _me, author) => cm.set(entryKey, said(author, 'I agree')),
    },
    {
      is: 'another’s comment that is replaced',
      role: 'commenter',
      code: 'NOT_YOUR_COMMENT',
      write: (cm, _, me) => cm.set(entryKey, said(me)),
    },
    {
      is: 'another’s comment that is replaced, and that taken away at once',
      role: 'editor',
      code: 'NOT_YOUR_COMMENT',
      write(cm, _, me) {
        cm.set(entryKey, said(me));
        cm.delete(entryKey);
      },
    },
    {
      is: 'another’s comment that is deleted',
      role: 'commenter',
      code: 'NOT_YOUR_COMMENT',
      write: (cm) => cm.delete(entryKey),
    },
    {
      is: 'another’s thread that is taken over',
      role: 'editor',
      code: 'NOT_YOUR_COMMENT',
      write: (cm, _, me) => cm.set(thread, pin(me)),
    },
    {
      is: 'another’s thread that a commenter moves',
      role: 'commenter',
      code: 'NOT_YOUR_COMMENT',
      write: (cm, _, _me, author) => cm.set(thread, { ...pin(author), x: 7 }),
    },
    {
      is: 'another’s thread that is moved, and its pin taken away at once',
      role: 'editor',
      code: 'NOT_YOUR_COMMENT',
      write(cm, _, _me, author) {
        cm.set(thread, { ...pin(author), x: 7 });
        cm.delete(thread);
      },
    },
    {
      is: 'a comment of nobody',
      role: 'commenter',
      code: 'MALFORMED',
      write: (cm) => cm.set(`${thread}:${other}`, { t: 1, b: 'x' }),
    },
    {
      is: 'a text where a comment belongs',
      role: 'commenter',
      code: 'MALFORMED',
      write: (cm) => cm.set(`${thread}:${other}`, new Y.Text('x')),
    },
    {
      is: 'a comment longer than any',
      role: 'commenter',
      code: 'TOO_LARGE',
      write: (cm, _, me) => cm.set(`${thread}:${other}`, said(me, 'x'.repeat(2_001))),
    },
  ];
  test.each(cases)('$is', async ({ role, code, write }) => {
    const world = await board('commenter', role);
    const { owner, author } = world;
    const evil = other0(world);
    await owner.catchUp();
    const before = Y.encodeStateAsUpdate(owner.doc);
    await evil.says((cm, doc) => write(cm, doc, evil.id, author.id));
    expect(await evil.line.closed).toEqual(closeOf(code));
    await author.says((cm) => cm.set(`chat:${entry}`, said(author.id)));
    await author.line.hears('saved', ({ count }) => count === 2);
    await settled(owner.line);
    expect([owner.open(), author.open()]).toEqual([true, true]);
    Y.applyUpdate(owner.doc, before);
    const after = await owner.catchUp();
    expect(after.getMap('cm').get(entryKey)).toEqual(said(author.id));
    expect([...after.getMap('cm').keys()].sort()).toEqual([`chat:${entry}`, thread, entryKey].sort());
    expect([...after.getMap('el').keys()]).toEqual(['element-0001']);
  });

  test('an owner who rewrites what another has said', async () => {
    const { owner } = await board('commenter');
    await owner.says((cm) => cm.set(entryKey, said(owner.id)));
    expect(await owner.line.closed).toEqual(closeOf('NOT_YOUR_COMMENT'));
  });

  test('a document that is put with what others have said', async () => {
    const { owner, board: made, server } = await board('commenter');
    const editor = person(server.url);
    await editor.opens(made.edit);
    const doc = new Y.Doc();
    const update = since(doc, (cm) => cm.set(`chat:${other}`, said('guest-of-none')));
    const answer = await editor.put(`/api/boards/${made.id}/document`, update);
    expect([answer.status, answer.body.code]).toEqual([403, 'NOT_YOUR_COMMENT']);
    expect((await owner.catchUp()).getMap('cm').size).toBe(2);
  });
});

describe('is taken:', () => {
  test('a thread that an editor pinned elsewhere again and again while they were away', async () => {
    const world = await board('commenter', 'editor');
    const { author } = world;
    const editor = other0(world);
    await editor.catchUp();
    for (const x of [5, 6, 7]) since(editor.doc, (cm) => cm.set(thread, { ...pin(author.id), x }));
    editor.line.send(frames.step2(Y.encodeStateAsUpdate(editor.doc)));
    await editor.line.hears('saved');
    expect((await author.catchUp()).getMap('cm').get(thread)).toEqual({ ...pin(author.id), x: 7 });
  });

  test('a thread that is pinned elsewhere by its author, and by another who may change the board', async () => {
    const world = await board('commenter', 'editor');
    const { author } = world;
    const editor = other0(world);
    await author.says((cm) => cm.set(thread, { ...pin(author.id), x: 5 }));
    await author.line.hears('saved', ({ count }) => count === 2);
    await editor.says((cm) => cm.set(thread, { ...pin(author.id), x: 7 }));
    await editor.line.hears('saved');
    expect((await author.catchUp()).getMap('cm').get(thread)).toEqual({ ...pin(author.id), x: 7 });
    // It is still its author's.
    await author.says((cm) => cm.set(thread, { ...pin(author.id), x: 9 }));
    await author.line.hears('saved', ({ count }) => count === 3);
    expect((await editor.catchUp()).getMap('cm').get(thread)).toEqual({ ...pin(author.id), x: 9 });
  });

  test('what the owner takes away of others', async () => {
    const { owner } = await board('commenter');
    await owner.says((cm) => {
      cm.delete(entryKey);
      cm.delete(thread);
    });
    await owner.line.hears('saved', ({ count }) => count === 2);
    expect((await owner.catchUp()).getMap('cm').size).toBe(0);
  });

  test('what others say of a thread: an answer, that it is resolved, and that it is not', async () => {
    const world = await board('commenter', 'commenter');
    const [answering, { author }] = [other0(world), world];
    await answering.says((cm) => {
      cm.set(`${thread}:${other}`, said(answering.id));
      cm.set(`${thread}:r`, resolved(answering.id));
    });
    await answering.line.hears('saved');
    await author.says((cm) => cm.set(`${thread}:r`, resolved(author.id)));
    await author.line.hears('saved', ({ count }) => count === 2);
    await answering.says((cm) => cm.delete(`${thread}:r`));
    await answering.line.hears('saved', ({ count }) => count === 2);
    expect([...(await author.catchUp()).getMap('cm').keys()]).toHaveLength(3);
  });

  test('what a commenter wrote while they were away', async () => {
    const { author, owner } = await board('commenter');
    await author.catchUp();
    since(author.doc, (cm) => {
      cm.set(entryKey, said(author.id, 'edited'));
      cm.set(`chat:${entry}`, said(author.id));
    });
    author.line.send(frames.step2(Y.encodeStateAsUpdate(author.doc)));
    await author.line.hears('saved', ({ count }) => count === 2);
    expect((await owner.catchUp()).getMap('cm').get(entryKey)).toEqual(said(author.id, 'edited'));
  });

  test('all that is here, said again by a commenter', async () => {
    const { author } = await board('commenter');
    author.line.send(frames.step2(Y.encodeStateAsUpdate(await author.catchUp())));
    await author.line.hears('saved', ({ count }) => count === 2);
  });
});

test('a commenter uploads no picture, sends no ink, and puts no document', async () => {
  const { board: made, owner, server } = await table('owner');
  const { body: link } = await owner.post(`/api/boards/${made.id}/links`, { role: 'commenter' });
  const guest = person(server.url);
  await guest.opens(link);
  const png = Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10]);
  expect((await guest.post(`/api/boards/${made.id}/assets`, png)).status).toBe(403);
  const put = await guest.put(`/api/boards/${made.id}/document`, edit(new Y.Doc(), 'element-evil'));
  expect([put.status, put.body.code]).toEqual([403, 'FORBIDDEN']);
});
