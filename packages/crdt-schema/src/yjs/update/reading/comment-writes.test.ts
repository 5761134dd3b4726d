import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Failure } from '../../../failure.ts';
import { checkUpdate } from '../checking/check.ts';
import { deletionOf, withoutComments } from '../rewriting/attested.ts';
import { commentWrites } from './comment-writes.ts';
import { type Reading, readUpdate } from './reading.ts';

const key = (n: number): string => `chat:${String(n).padStart(12, '0')}`;
const said = (u: string, b = 'hello') => ({ u, t: 1, b });

const read = (update: Uint8Array): Reading => {
  const reading = readUpdate(update);
  if (reading instanceof Failure) throw reading;
  return reading;
};
const docOf = (client: number, from?: Y.Doc): Y.Doc => {
  const doc = new Y.Doc();
  doc.clientID = client;
  if (from !== undefined) Y.applyUpdate(doc, Y.encodeStateAsUpdate(from));
  return doc;
};
const since = (doc: Y.Doc, write: (cm: Y.Map<unknown>) => void): Uint8Array => {
  const before = Y.encodeStateVector(doc);
  doc.transact(() => write(doc.getMap('cm')));
  return Y.encodeStateAsUpdate(doc, before);
};
/** As a server asks: what was found when the update was checked, and then what it does. */
const writesOf = (update: Uint8Array, server: Y.Doc) => {
  let sets = false;
  const onComments = (): void => {
    sets = true;
  };
  expect(checkUpdate(update, { doc: server, onComments })).toBeUndefined();
  return commentWrites(read(update), server, sets);
};

const board = () => {
  const server = docOf(1);
  server.transact(() => {
    for (let n = 0; n < 20; n++) server.getMap('cm').set(key(n), said('ann'));
    for (let n = 0; n < 20; n++) server.getMap('ov').set(`element-${1000 + n}:x`, n);
  });
  return server;
};

describe('what an update does to comments', () => {
  test('is told with the person it names and the one it takes the place of', () => {
    const server = board();
    const own = docOf(2, server);
    const update = since(own, (cm) => {
      cm.set(key(0), said('eve'));
      cm.set(key(90), said('eve'));
      cm.set(key(91), said('eve'));
      cm.delete(key(91));
    });
    const sets = writesOf(update, server).filter(({ kind }) => kind === 'set');
    expect(sets.map(({ key: at, author, before }) => [at, author, before])).toEqual([
      [key(0), 'eve', 'ann'],
      [key(90), 'eve', undefined],
      [key(91), undefined, undefined],
    ]);
  });

  test.each([1, 20])('is told of %i records among many that are deleted', (count) => {
    const server = board();
    const own = docOf(2, server);
    const update = since(own, (cm) => {
      for (let n = 0; n < count; n++) cm.delete(key(n));
      for (const one of [...own.getMap('ov').keys()]) own.getMap('ov').delete(one);
    });
    const writes = writesOf(update, server);
    expect(writes.map(({ kind, before }) => [kind, before])).toEqual(Array(count).fill(['delete', 'ann']));
    Y.applyUpdate(server, update);
    expect(writesOf(update, server)).toEqual([]);
  });

  test('is nothing where it is about the board', () => {
    const server = board();
    const own = docOf(2, server);
    expect(
      writesOf(
        since(own, () => own.getMap('ov').set('element-1000:x', 7)),
        server,
      ),
    ).toEqual([]);
    expect(writesOf(Y.encodeStateAsUpdate(server), server)).toEqual([]);
  });

  test('is found where an update says of what is known that it stands elsewhere', () => {
    const server = docOf(1);
    server.getMap('cm').set(key(0), said('ann'));
    // The same clock in another place, and behind it a record that names no place of its own.
    const lie = docOf(1);
    lie.getMap('ov').set('element-1000:x', said('ann'));
    const forger = docOf(2, lie);
    forger.getMap('ov').set('element-1000:x', said('ann', 'forged'));
    const update = Y.encodeStateAsUpdate(forger);
    expect(writesOf(update, server)).toMatchObject([
      { kind: 'set', key: key(0), author: 'ann', before: 'ann' },
      { kind: 'delete' },
    ]);
  });
});

test('an update without what it does to the comments of others leaves all else in it as it was', () => {
  const server = board();
  const own = docOf(2, server);
  const update = since(own, (cm) => {
    cm.set(key(0), said('eve'));
    cm.set(key(90), said('zoe'));
    cm.set(key(91), said('eve'));
    for (let n = 1; n < 5; n++) cm.delete(key(n));
    own.getMap('ov').set('element-2000:x', 1);
    own.getMap('ov').delete('element-1000:x');
  });
  const foreign = writesOf(update, server).filter(({ author, before }) => author === 'zoe' || before === 'ann');
  const { update: rest, deleted } = withoutComments(read(update), foreign);
  expect(checkUpdate(rest, { doc: server })).toBeUndefined();
  Y.applyUpdate(server, rest);
  const cm = server.getMap('cm');
  for (let n = 0; n < 20; n++) expect(cm.get(key(n))).toEqual(said('ann'));
  expect([cm.get(key(90)), cm.get(key(91))]).toEqual([undefined, said('eve')]);
  expect([server.getMap('ov').has('element-1000:x'), server.getMap('ov').get('element-2000:x')]).toEqual([false, 1]);
  Y.applyUpdate(own, deletionOf(deleted));
  expect(own.getMap('cm').has(key(90))).toBe(false);
  expect(server.store.pendingStructs).toBeNull();
});
