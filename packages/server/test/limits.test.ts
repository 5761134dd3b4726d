import { type Board, Failure, type FailureCode, limits, openBoard } from '@gesso/crdt-schema';
import { elementsAtLimits, seededRandom } from '@gesso/crdt-schema/testing';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { noLoad } from '../src/observe/event-loop-load.ts';
import { bytesOf } from './hostile/bytes.ts';
import { closeOf, edit, frames, type Line } from './support/line.ts';
import { type NewBoard, person, type Someone } from './support/person.ts';
import { afterThis, serve } from './support/server.ts';

/**
 * A board at exactly every limit opens, is edited and goes home, and one step beyond it is refused by name. The two limits of a
 * whole board, 200,000 elements and 64 MiB, are lowered here to what takes a second; `REAL_LIMITS=1` leaves them as they are.
 */
const real = process.env['REAL_LIMITS'] === '1';
const lower = (limit: 'boardElements' | 'boardBytes', to: number): number => {
  const before: number = limits[limit];
  if (real) return before;
  const open: Record<string, number> = limits;
  open[limit] = to;
  afterThis(() => {
    open[limit] = before;
  });
  return to;
};

/** A board of one person, on a server of its own. */
const board = async () => {
  // The test works in the server's own process, and would be taken for load.
  const server = await serve({}, { load: noLoad });
  const ann = person(server.url);
  return { ann, made: await ann.makesBoard() };
};

/** Sends updates as a client does: small ones as they are, large ones as history. Resolves when they are on disk. */
const give = async (line: Line, ...updates: readonly Uint8Array[]): Promise<void> => {
  for (const update of updates)
    line.send(update.length > limits.updateBytes ? frames.step2(update) : frames.update(update));
  await line.hears('saved', ({ count }) => count === updates.length);
};

const exported = async (ann: Someone, { id }: NewBoard): Promise<Y.Doc> => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, (await ann.get(`/api/boards/${id}/document`)).bytes);
  return doc;
};

/** Opens a board with nothing in hand, changes one thing, and takes it home: what came back is what is there. */
const reopens = async (ann: Someone, made: NewBoard): Promise<Board> => {
  const line = await ann.connects(made.id);
  line.send(frames.step1());
  const doc = new Y.Doc();
  Y.applyUpdate(doc, (await line.hears('step2')).body);
  expect(doc.store.pendingStructs).toBeNull();
  const opened = openBoard(doc);
  const before = Y.encodeStateVector(doc);
  const [first] = opened.all();
  if (first === undefined) opened.edit((w) => w.add({ kind: 'rect', x: 0, y: 0 }));
  else opened.edit((w) => w.patch(first.id, { x: first.x === 7 ? 8 : 7, opacity: 50 }));
  await give(line, Y.encodeStateAsUpdate(doc, before));
  const home = await exported(ann, made);
  expect(Y.encodeStateVector(home)).toEqual(Y.encodeStateVector(doc));
  const taken = openBoard(home);
  expect(taken.size).toBe(opened.size);
  line.close();
  return taken;
};

const refused = async (ann: Someone, made: NewBoard, frame: Uint8Array, code: FailureCode): Promise<void> => {
  const before = Y.encodeStateAsUpdate(await exported(ann, made));
  const line = await ann.connects(made.id);
  line.send(frame);
  expect(await Promise.race([line.closed, line.hears('saved')])).toEqual(closeOf(code));
  expect(Y.encodeStateAsUpdate(await exported(ann, made))).toEqual(before);
};

describe('an element at its limit', () => {
  test('of every kind opens, is edited and goes home, all on one board', async () => {
    const { ann, made } = await board();
    const doc = new Y.Doc();
    const own = openBoard(doc);
    own.edit((w) => w.addAll(elementsAtLimits().map(({ at }) => at)));
    const line = await ann.connects(made.id);
    await give(line, Y.encodeStateAsUpdate(doc));
    line.close();
    const home = await reopens(ann, made);
    expect(home.size).toBe(elementsAtLimits().length);
  });
});

const record = (value: unknown): Uint8Array => edit(new Y.Doc(), 'element-0001', value);
const override = (value: unknown): Uint8Array => {
  const doc = new Y.Doc();
  doc.getMap('ov').set('element-0001:x', value);
  return Y.encodeStateAsUpdate(doc);
};
/** As the check counts it: 8 for each value and the length of every key and text. */
const note = (most: number): object => ({ note: 'x'.repeat(most - 2 * 8 - 4) });
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
const keys = (count: number): object => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 0]));
const items = (count: number): number[] => Array.from({ length: count }, () => 0);

/** Texts of so many characters each, but for the last. */
const texts = (count: number, each: number, last: number): Uint8Array => {
  const doc = new Y.Doc();
  doc.clientID = 7;
  doc.transact(() => {
    for (let i = 0; i < count; i++)
      doc.getMap('tx').set(`text-${String(i).padStart(7, '0')}`, new Y.Text('x'.repeat(i === count - 1 ? last : each)));
  });
  return Y.encodeStateAsUpdate(doc);
};

/** An update of exactly so many bytes. One size of text does not lead to every number of bytes; the next one does. */
const ofBytes = (size: number, each = 13_000): Uint8Array => {
  const one = texts(2, each, 1_000).length - texts(1, each, 1_000).length;
  const count = Math.floor((size - 2_000) / one);
  const update = texts(count, each, 1_000 + size - texts(count, each, 1_000).length);
  return update.length === size ? update : ofBytes(size, each - 1);
};

/** Structs that say nothing, and ranges of what they were, as many as asked for. */
const structs = (count: number): Uint8Array =>
  bytesOf(
    1,
    count,
    7,
    0,
    Array.from({ length: count }, () => [0, 1]),
    0,
  );
const ranges = (count: number): Uint8Array =>
  bytesOf(
    1,
    1,
    7,
    0,
    0,
    2 * count,
    1,
    7,
    count,
    Array.from({ length: count }, (_, i) => [2 * i, 1]),
  );

describe('an update at its limit is taken, and one beyond it refused', () => {
  const cases: readonly [string, Uint8Array, Uint8Array][] = [
    ['bytes of a record', record(note(limits.recordBytes)), record(note(limits.recordBytes + 1))],
    ['bytes of an override', override(note(limits.overrideBytes)), override(note(limits.overrideBytes + 1))],
    ['depth of a value', override(nested(limits.valueDepth)), override(nested(limits.valueDepth + 1))],
    ['keys of a value', record(keys(limits.valueKeys)), record(keys(limits.valueKeys + 1))],
    ['items of a value', override(items(limits.valueItems)), override(items(limits.valueItems + 1))],
    ['bytes', ofBytes(limits.updateBytes), ofBytes(limits.updateBytes + 1)],
    ['structs', structs(limits.updateStructs), structs(limits.updateStructs + 1)],
    ['ranges that are deleted', ranges(limits.updateDeleteRanges), ranges(limits.updateDeleteRanges + 1)],
  ];

  test.each(cases)('%s', async (_name, at, over) => {
    const { ann, made } = await board();
    await refused(ann, made, frames.update(over), 'TOO_LARGE');
    const line = await ann.connects(made.id);
    line.send(frames.update(at));
    await line.hears('saved', ({ count }) => count === 1);
    line.close();
    await reopens(ann, made);
  });

  test('bytes of a first sync', async () => {
    const { ann, made } = await board();
    await refused(ann, made, frames.step2(ofBytes(limits.syncStepBytes + 1)), 'TOO_LARGE');
    const line = await ann.connects(made.id);
    await give(line, ofBytes(limits.syncStepBytes));
    line.close();
    await reopens(ann, made);
  });
});

describe('a board at its limit', () => {
  test('of elements opens, is edited and goes home, and takes no more', async () => {
    const { ann, made } = await board();
    const doc = new Y.Doc();
    const own = openBoard(doc, { random: seededRandom(1) });
    const line = await ann.connects(made.id);
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    const most = lower('boardElements', 8_000);
    const many = most / 4;
    const points = { xy: Float32Array.of(0, 0, 5, 5) };
    for (let part = 0; part < 4; part++)
      own.edit((w) =>
        w.addAll(
          Array.from(
            { length: many },
            (_, i) => ({ kind: 'stroke', x: i, y: part, points, color: '#112233' }) as const,
          ),
        ),
      );
    await give(line, ...updates);
    expect(() => own.edit((w) => w.add({ kind: 'rect', x: 0, y: 0 }))).toThrow(new Failure('BOARD_FULL'));
    line.close();
    const home = await reopens(ann, made);
    expect(home.size).toBe(most);
    expect(() => home.edit((w) => w.add({ kind: 'rect', x: 0, y: 0 }))).toThrow(new Failure('BOARD_FULL'));
  }, 300_000);

  test('of bytes opens and goes home, takes no more, loses nothing, and goes on when something is deleted', async () => {
    const { ann, made } = await board();
    const doc = new Y.Doc();
    const points = (i: number): string => `el-${String(i).padStart(9, '0')}:p`;
    const fill = (from: number, to: number, size: number = limits.strokeBytes): Uint8Array => {
      const before = Y.encodeStateVector(doc);
      doc.transact(() => {
        for (let i = from; i < to; i++) doc.getMap('ov').set(points(i), new Uint8Array(size).fill(i));
      });
      return Y.encodeStateAsUpdate(doc, before);
    };
    const most = lower('boardBytes', 2 ** 20);
    // Four large parts, one almost to the limit, and the rest to the byte.
    const part = Math.floor(most / 5 / (limits.strokeBytes + 64)) - 1;
    const sent = [0, 1, 2, 3].map((n) => fill(part * n, part * (n + 1)));
    // As the server counts: what is there, and what comes.
    const left = (): number => most - Y.encodeStateAsUpdate(doc).length;
    sent.push(fill(2_000, 2_000 + Math.floor(left() / (limits.strokeBytes + 64)) - 1));
    const half = Math.floor(left() / 2);
    const last = fill(5_000, 5_001, half);
    sent.push(last);
    sent.push(fill(5_001, 5_002, left() - (last.length - half)));
    // Over HTTP: a socket is read at 4 MiB a second.
    for (const update of sent) expect((await ann.put(`/api/boards/${made.id}/document`, update)).status).toBe(204);

    const one = edit(new Y.Doc(), 'element-0001');
    await refused(ann, made, frames.update(one), 'BOARD_FULL');
    expect((await ann.put(`/api/boards/${made.id}/document`, one)).status).toBe(new Failure('BOARD_FULL').kind.http);
    expect((await exported(ann, made)).getMap('ov').size).toBe(doc.getMap('ov').size);

    const before = Y.encodeStateVector(doc);
    doc.getMap('ov').delete(points(0));
    const removal = Y.encodeStateAsUpdate(doc, before);
    await refused(ann, made, frames.update(one), 'BOARD_FULL');
    const again = await ann.connects(made.id);
    await give(again, removal);
    again.send(frames.update(one));
    await again.hears('saved', ({ count }) => count === 2);
    again.close();
    await reopens(ann, made);
  }, 300_000);
});
