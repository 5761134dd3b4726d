import * as encoding from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { openBoard } from '../../../board/board.ts';
import { limits } from '../../../limits.ts';
import { seededRandom } from '../../../testing/random.ts';
import { schemaVersion } from '../../roots.ts';
import { checkUpdate } from './check.ts';

const id = 'abcdefghij-_';

/** The update of what `write` does to a new document. */
const updateOf = (write: (doc: Y.Doc) => void): Uint8Array => {
  const doc = new Y.Doc({ gc: false });
  doc.transact(() => write(doc));
  return Y.encodeStateAsUpdate(doc);
};

const set = (root: string, key: string, value: unknown): Uint8Array =>
  updateOf((doc) => doc.getMap(root).set(key, value));

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
const record = { t: 'r', x: 1, y: 2, z: 'a0' };

/** Zeros that go on for ever, as a reader that multiplies sees them: neither small nor large. */
const endless = Uint8Array.from({ length: 161 }, (_, i) => (i < 160 ? 0x80 : 0));

const bytesOf = (...parts: readonly (number | Uint8Array)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part])));

describe('a number that takes more bytes than any number', () => {
  const text = Uint8Array.of(1, 2, 0x74, 0x78);
  test.each([
    ['the length of what is gone', bytesOf(1, 1, 5, 0, 0, endless, 0)],
    ['a clock', bytesOf(1, 1, 5, endless, 0, 1, 0)],
    ['a client id', bytesOf(1, 1, endless, 0, 0, 1, 0)],
    ['how many clients there are', bytesOf(endless, 0)],
    ['how many structs there are', bytesOf(1, endless, 5, 0, 0)],
    ['a neighbor', bytesOf(1, 1, 5, 0, 0x84, endless, endless, 1, 97, 0)],
    ['a parent', bytesOf(1, 1, 5, 0, 0x04, 0, endless, 0, 1, 97, 0)],
    ['the length of a text', bytesOf(1, 1, 5, 0, 0x04, text, endless, 0)],
    ['an integer among values', bytesOf(1, 1, 5, 0, 0x08, text, 1, 125, endless, 0)],
    ['a client that deletes', bytesOf(0, 1, endless, 1, 0, 1)],
    ['how many ranges are deleted', bytesOf(0, 1, 5, endless)],
    ['where a range begins', bytesOf(0, 1, 5, 1, endless, 1)],
    ['how long a range is', bytesOf(0, 1, 5, 1, 0, endless)],
  ])('is refused as %s', (_, update) => {
    expect(checkUpdate(update)).toMatchObject({ code: 'MALFORMED' });
    expect(checkUpdate(update, { doc: new Y.Doc() })).toMatchObject({ code: 'MALFORMED' });
  });
});

describe('an update is accepted', () => {
  test('when a board has made it', () => {
    const doc = new Y.Doc();
    const board = openBoard(doc, { random: seededRandom(1) });
    const updates: Uint8Array[] = [];
    doc.on('update', (update) => updates.push(update));
    const [a = '', b = ''] = board.edit((w) =>
      w.addAll([
        { kind: 'sticky', x: 0, y: 0, text: 'note' },
        { kind: 'arrow', x: 0, y: 0, points: { xy: Float32Array.of(0, 0, 9, 9) }, start: { element: id, at: [0, 1] } },
      ]),
    );
    board.edit((w) => w.patch(a, { text: 'longer note', x: 9, fill: '#ffffff', groups: ['one'] }));
    board.edit((w) => w.patch(b, { points: { xy: Float32Array.of(0, 0, 3, 3) }, start: null }));
    board.edit((w) => w.rename('Plan'));
    board.edit((w) => w.remove(a));
    board.undo();
    board.redo();
    expect(updates.map((update) => checkUpdate(update, { doc }))).toEqual(updates.map(() => undefined));
    expect(checkUpdate(Y.encodeStateAsUpdate(doc))).toBeUndefined();
  });

  test.each([
    ['nothing', () => undefined],
    ['an element', (doc: Y.Doc) => doc.getMap('el').set(id, record)],
    ['an element of a newer version', (doc: Y.Doc) => doc.getMap('el').set(id, { ...record, t: 'new', deep: [[[1]]] })],
    ['an override of a newer version', (doc: Y.Doc) => doc.getMap('ov').set(`${id}:sparkle`, true)],
    ['packed points', (doc: Y.Doc) => doc.getMap('ov').set(`${id}:p`, new Uint8Array(limits.strokeBytes))],
    ['an asset', (doc: Y.Doc) => doc.getMap('as').set('x'.repeat(43), { m: 'image/png', w: 1, h: 1, n: 5 })],
    ['a version gate', (doc: Y.Doc) => doc.getMap('meta').set('minW', schemaVersion)],
    [
      'bold text',
      (doc: Y.Doc) =>
        doc.getMap('tx').set(id, new Y.Text()) && (doc.getMap('tx').get(id) as Y.Text).insert(0, 'x', { bold: true }),
    ],
  ])('with %s', (_, write) => {
    expect(checkUpdate(updateOf(write))).toBeUndefined();
  });

  test.each(['minR', 'minW'])('but not with a gate that shuts out the clients of today: %s', (key) => {
    const update = updateOf((doc) => doc.getMap('meta').set(key, schemaVersion + 1));
    expect(checkUpdate(update)).toMatchObject({ code: 'FORBIDDEN' });
    // Set twice, it is known by the one it replaces.
    const doc = new Y.Doc();
    doc.getMap('meta').set(key, 1);
    const raised: Uint8Array[] = [];
    doc.on('update', (bytes: Uint8Array) => raised.push(bytes));
    doc.getMap('meta').set(key, 9);
    expect(checkUpdate(raised[0] ?? new Uint8Array(), { doc })).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('with rows, columns and texts of a table', () => {
    const doc = new Y.Doc();
    const board = openBoard(doc, { random: seededRandom(1) });
    const table = board.edit((w) => w.add({ kind: 'table', x: 0, y: 0, cells: [['a', 'b']] }));
    board.edit((w) => w.patch(table, { cells: [['c', '']] }));
    board.edit((w) => w.patch(table, { rows: [] }));
    expect(checkUpdate(Y.encodeStateAsUpdate(doc))).toBeUndefined();
    board.edit((w) => w.remove(table));
    expect(checkUpdate(Y.encodeStateAsUpdate(doc))).toBeUndefined();
  });

  test('with values that were overwritten and are kept for an undo', () => {
    const doc = new Y.Doc();
    const board = openBoard(doc, { random: seededRandom(1) });
    const el = board.edit((w) => w.add({ kind: 'rect', x: 0, y: 0 }));
    for (const color of ['#111111', '#222222', '#333333']) board.edit((w) => w.patch(el, { color }));
    board.edit((w) => w.remove(el));
    expect(checkUpdate(Y.encodeStateAsUpdate(doc))).toBeUndefined();
  });
});

describe('an update of a later version is told so, and not called malformed', () => {
  test.each([
    ['another root', set('vt', id, record)],
    ['a longer override key', set('ov', `${id}:sparkleColor`, 1)],
    ['a text of an element by a longer name', updateOf((doc) => doc.getMap('tx').set(`${id}:cell-2`, new Y.Text('x')))],
    ['something more about the board', set('meta', 'theme-2', 'dark')],
  ])('with %s', (_, update) => {
    expect(checkUpdate(update)).toMatchObject({ code: 'NEWER_CLIENT' });
    expect(checkUpdate(update, { doc: new Y.Doc() })).toMatchObject({ code: 'NEWER_CLIENT' });
  });
});

describe('an update is malformed', () => {
  test.each([
    ['a root with a name of no version', set('Shapes!', id, record)],
    ['the root __proto__', set('__proto__', id, record)],
    ['an id that is none', set('el', 'short', record)],
    ['an override key that is none', set('ov', `${id}:no key`, 1)],
    ['a text key that is none', updateOf((doc) => doc.getMap('tx').set(`${id}:`, new Y.Text('x')))],
    ['a list at a root of a later version', updateOf((doc) => doc.getArray('vt').insert(0, [record]))],
    ['an override of nothing', set('ov', id, 1)],
    ['an asset that is no hash', set('as', 'picture', {})],
    ['a text where a record belongs', updateOf((doc) => doc.getMap('el').set(id, new Y.Text('x')))],
    ['a record where a text belongs', set('tx', id, record)],
    ['an element that is a number', set('el', id, 5)],
    ['an element that is a list', set('el', id, [1])],
    ['an element that is bytes', set('el', id, new Uint8Array(3))],
    ['NaN', set('el', id, { ...record, x: Number.NaN })],
    ['infinity, deep inside', set('el', id, { ...record, s: [1, Number.NEGATIVE_INFINITY] })],
    ['a bigint', set('el', id, { ...record, n: 5n })],
    ['a map in a map', updateOf((doc) => doc.getMap('tx').set(id, new Y.Map()))],
    ['an array as text', updateOf((doc) => doc.getMap('tx').set(id, new Y.Array()))],
    ['XML as text', updateOf((doc) => doc.getMap('tx').set(id, new Y.XmlText()))],
    ['a list at the root', updateOf((doc) => doc.getArray('el').insert(0, [record]))],
    ['a text at the root', updateOf((doc) => doc.getText('tx').insert(0, 'x'))],
    ['a sub-document', updateOf((doc) => doc.getMap('ov').set(`${id}:c`, new Y.Doc()))],
    [
      'an embed in a text',
      updateOf(
        (doc) =>
          doc.getMap('tx').set(id, new Y.Text()) && (doc.getMap('tx').get(id) as Y.Text).insertEmbed(0, { a: 1 }),
      ),
    ],
    [
      'a text in a text',
      updateOf(
        (doc) =>
          doc.getMap('tx').set(id, new Y.Text()) && (doc.getMap('tx').get(id) as Y.Text).insertEmbed(0, new Y.Text()),
      ),
    ],
    [
      'an attribute on a text',
      updateOf(
        (doc) => doc.getMap('tx').set(id, new Y.Text('')) && (doc.getMap('tx').get(id) as Y.Text).setAttribute('a', 1),
      ),
    ],
    ['noise', Uint8Array.of(1, 2, 3, 4, 5, 6, 7)],
    ['half an update', set('el', id, record).slice(0, 20)],
    ['no bytes at all', new Uint8Array()],
  ])('with %s', (_, update) => {
    expect(checkUpdate(update)).toMatchObject({ code: 'MALFORMED' });
  });
});

describe('an update is too large', () => {
  test.each([
    ['values nested too deep', set('el', id, { ...record, d: nested(limits.valueDepth) })],
    ['too many parts in lists', set('el', id, { ...record, l: Array.from({ length: 9 }, () => Array(60).fill(1)) })],
    ['too many keys', set('el', id, Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`k${i}`, i])))],
    ['too long a list', set('el', id, { ...record, d: Array.from({ length: 513 }, () => 0) })],
    ['too long a word', set('ov', `${id}:ln`, 'x'.repeat(limits.textLength + 1))],
    ['too large a record', set('el', id, { ...record, d: 'x'.repeat(limits.recordBytes) })],
    ['too large an override', set('ov', `${id}:g`, ['x'.repeat(limits.overrideBytes)])],
    ['too many packed bytes', set('el', id, { ...record, p: new Uint8Array(limits.strokeBytes + 1) })],
    [
      'too long a text in one piece',
      updateOf((doc) => doc.getMap('tx').set(id, new Y.Text('x'.repeat(limits.textLength + 1)))),
    ],
  ])('with %s', (_, update) => {
    expect(checkUpdate(update)).toMatchObject({ code: 'TOO_LARGE' });
  });

  test('by the limits the caller gives', () => {
    const two = updateOf((doc) => {
      doc.getMap('el').set(id, record);
      doc.getMap('el').set('-'.repeat(12), record);
    });
    expect(checkUpdate(two, { structs: 2, bytes: two.length })).toBeUndefined();
    expect(checkUpdate(two, { structs: 1 })).toMatchObject({ code: 'TOO_LARGE', detail: 'structs' });
    expect(checkUpdate(two, { bytes: two.length - 1 })).toMatchObject({ code: 'TOO_LARGE', detail: 'update' });
  });
});

describe('an item that only names its neighbor', () => {
  const typed = () => {
    const doc = new Y.Doc();
    doc.getMap('tx').set(id, new Y.Text('hello'));
    const text = doc.getMap('tx').get(id) as Y.Text;
    const before = Y.encodeStateVector(doc);
    return { doc, text, since: () => Y.encodeStateAsUpdate(doc, before) };
  };

  test('is followed to its place in the document', () => {
    const { doc, text, since } = typed();
    const server = new Y.Doc();
    Y.applyUpdate(server, Y.encodeStateAsUpdate(doc));
    text.insertEmbed(5, new Y.Text());
    expect(checkUpdate(since())).toBeUndefined();
    expect(checkUpdate(since(), { doc: server })).toMatchObject({ code: 'MALFORMED' });
  });

  test('is followed within the update', () => {
    const { doc, text } = typed();
    text.insert(5, '!');
    text.insertEmbed(6, new Y.Text());
    expect(checkUpdate(Y.encodeStateAsUpdate(doc))).toMatchObject({ code: 'MALFORMED' });
  });

  test('is accepted where it belongs', () => {
    const { doc, text, since } = typed();
    const server = new Y.Doc();
    Y.applyUpdate(server, Y.encodeStateAsUpdate(doc));
    text.insert(5, ' world');
    doc.getMap('tx').set(id, new Y.Text('another'));
    expect(checkUpdate(since(), { doc: server })).toBeUndefined();
  });
});

describe('an update no editor makes is refused', () => {
  const varints = (...parts: readonly (number | string)[]): number[] => {
    const encoder = encoding.createEncoder();
    for (const part of parts)
      typeof part === 'number' ? encoding.writeVarUint(encoder, part) : encoding.writeVarString(encoder, part);
    return [...encoding.toUint8Array(encoder)];
  };
  /** A text of client 7 at clock 0, `words` of it behind that, and ranges to delete. */
  const withWords = (words: readonly number[], ...deletes: readonly number[]): Uint8Array =>
    Uint8Array.from([...varints(1, 2, 7, 0), 0x27, ...varints(1, 'tx', id, 2), ...words, ...deletes]);

  test.each([
    ['inside itself', withWords([0x04, ...varints(0, 7, 1, 'ab')], 0)],
    ['beside itself', withWords([0x84, ...varints(7, 2, 'ab')], 0)],
    ['in front of itself', withWords([0x44, ...varints(7, 1, 'ab')], 0)],
    ['on both sides of one neighbor', withWords([0xc4, ...varints(9, 4, 9, 4, 'ab')], 0)],
    ['without length', withWords([0x00, 0], 0)],
    ['in two parts of one client', Uint8Array.of(2, 1, 7, 0, 0, 3, 1, 7, 3, 0, 3, 0)],
    ['with a client that has nothing to say', Uint8Array.of(1, 0, 7, 0, 0)],
    ['with a deletion of nothing', withWords([0x04, ...varints(0, 7, 0, 'ab')], ...varints(1, 7, 1, 2, 0))],
  ])('%s', (_name, update) => {
    expect(checkUpdate(update)?.code).toBe('MALFORMED');
  });

  test('which is not one beside its own earlier words', () => {
    const update = withWords([0x04, ...varints(0, 7, 0, 'ab')], ...varints(1, 7, 1, 2, 1));
    expect(checkUpdate(update)).toBeUndefined();
  });
});
