import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Failure } from '../../../failure.ts';
import { limits, relayLimits } from '../../../limits.ts';
import { craftUpdate, keyInTurn } from '../../../testing.ts';
import { type Reading, readUpdate } from '../reading/reading.ts';
import { slicesOf } from '../rewriting/slices.ts';
import { checkGrowth, checkPieces, createCensus } from './growth.ts';
import { growthOf, judgeGrowth } from './growth-of-slices.ts';

const id = 'abcdefghij-_';
const half = 'x'.repeat(limits.textLength);

/** Takes an update into a document if nothing grows too large by it. */
const server = (mostElements?: number) => {
  const doc = new Y.Doc();
  const census = createCensus(doc);
  return {
    doc,
    take(update: Uint8Array): string | undefined {
      const reading = readUpdate(update);
      if (reading instanceof Failure) throw reading;
      const failure = checkPieces(reading, doc) ?? checkGrowth(reading, doc, census, mostElements);
      if (failure === undefined) Y.applyUpdate(doc, update);
      return failure?.detail;
    },
  };
};

const author = () => {
  const doc = new Y.Doc();
  const text = new Y.Text();
  doc.getMap('tx').set(id, text);
  const since = (write: () => void): Uint8Array => {
    const before = Y.encodeStateVector(doc);
    doc.transact(write);
    return Y.encodeStateAsUpdate(doc, before);
  };
  return { doc, text, since, whole: () => Y.encodeStateAsUpdate(doc) };
};

test('values set anew while many ranges go are counted without going through all ranges for each', () => {
  const ids = 2_000;
  const { doc, take } = server(1);
  const ground = new Y.Doc();
  ground.clientID = 5;
  ground.transact(() => {
    for (let i = 0; i < ids; i++) ground.getMap('el').set(String(i).padStart(12, '0'), 1);
  });
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(ground));
  const before = Y.encodeStateVector(ground);
  ground.transact(() => {
    for (let i = 0; i < ids; i++) ground.getMap('el').set(String(i).padStart(12, '0'), 2);
  });
  const anew = Y.decodeUpdate(Y.encodeStateAsUpdate(ground, before));
  const clock = { looked: 0 };
  const ranges = Array.from({ length: 7_000 }, (_, i) => ({
    get clock() {
      clock.looked++;
      return 100_000 + 2 * i;
    },
    len: 1,
  }));
  const reading = {
    ...readUpdate(Y.encodeStateAsUpdate(ground, before)),
    structs: anew.structs,
    deletes: new Map([[5, ranges]]),
  };
  expect(checkGrowth(reading as unknown as Reading, doc, createCensus(doc), 1)).toBeUndefined();
  expect(clock.looked).toBeLessThan(ids * 40);
  expect(take(Y.encodeStateAsUpdate(ground, before))).toBeUndefined();
});

describe('a text', () => {
  test('does not get above its limit by pieces, and may always get shorter', () => {
    const { take } = server();
    const { text, since, whole } = author();
    expect(take(whole())).toBeUndefined();
    expect(take(since(() => text.insert(0, half)))).toBeUndefined();
    expect(take(since(() => text.insert(0, half)))).toBeUndefined();
    const more = since(() => text.insert(9, 'one'));
    expect(take(more)).toBe('text');
  });

  test('of full length may be written anew in one go', () => {
    const { take } = server();
    const { text, since, whole } = author();
    take(whole());
    take(since(() => text.insert(0, half + half)));
    const anew = since(() => {
      text.delete(0, text.length);
      text.insert(0, half);
    });
    expect(take(anew)).toBeUndefined();
    expect(take(since(() => text.delete(0, 100)))).toBeUndefined();
  });

  test('does not take formats without end, and may always lose some', () => {
    const { take } = server();
    const formats = (clock: number, count: number): Uint8Array =>
      craftUpdate([
        {
          client: 5,
          clock,
          items: Array.from({ length: count }, (_, i) =>
            clock + i === 0
              ? { parent: ['tx', id] }
              : clock + i === 1
                ? { parent: [5, 0], kind: 'format' }
                : { origin: [5, clock + i - 1], kind: 'format' },
          ),
        },
      ]);
    expect(take(formats(0, 1 + relayLimits.textLengthTogether))).toBeUndefined();
    expect(take(formats(1 + relayLimits.textLengthTogether, 1))).toBe('text');
    expect(take(craftUpdate([], [[5, 1, 2]]))).toBeUndefined();
    expect(take(formats(1 + relayLimits.textLengthTogether, 1))).toBeUndefined();
  });

  test('that two people filled without knowing of each other is taken from both', () => {
    const one = author();
    const doc = new Y.Doc();
    Y.applyUpdate(doc, one.whole());
    const { take } = server();
    take(one.whole());
    const theirs = doc.getMap('tx').get(id) as Y.Text;
    const before = Y.encodeStateVector(doc);
    theirs.insert(0, half);
    expect(take(one.since(() => one.text.insert(0, half)))).toBeUndefined();
    expect(take(Y.encodeStateAsUpdate(doc, before))).toBeUndefined();
  });
});

const name = (n: number): string => `el-${String(n).padStart(9, '0')}`;

test('a board takes no elements beyond its number, and still lets them be changed and removed', () => {
  const most = 50;
  const { doc, take } = server(most);
  const full = new Y.Doc();
  const el = full.getMap('el');
  full.transact(() => {
    for (let n = 0; n < most - 1; n++) el.set(name(n), { t: 'r' });
  });
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(full));
  const since = (write: () => void): Uint8Array => {
    const before = Y.encodeStateVector(full);
    full.transact(write);
    return Y.encodeStateAsUpdate(full, before);
  };
  expect(take(since(() => el.set('the-last-one', { t: 'r' })))).toBeUndefined();
  const other = new Y.Doc();
  other.getMap('el').set('one-too-many', { t: 'r' });
  expect(take(Y.encodeStateAsUpdate(other))).toBe('elements');
  expect(take(since(() => el.set(name(5), { t: 'r', x: 5 })))).toBeUndefined();
  expect(take(since(() => el.delete(name(6))))).toBeUndefined();
  expect(take(Y.encodeStateAsUpdate(other))).toBeUndefined();
  expect(take(since(() => el.set(name(6), { t: 'r' })))).toBe('elements');
});

test('a board that has had very many authors takes a few more at a time', () => {
  const { take } = server();
  const authors = (count: number, from: number): Uint8Array =>
    craftUpdate(
      Array.from({ length: count }, (_, i) => ({
        client: from + i,
        clock: 0,
        items: [{ parent: ['tx', `id-${String(from + i).padStart(9, '0')}`] as const }],
      })),
    );
  for (let from = 0; from < limits.boardClients; from += 5_000)
    expect(take(authors(5_000, 1_000 + from))).toBeUndefined();
  expect(take(authors(relayLimits.lateClients + 1, 100_000))).toBe('client ids');
  expect(take(authors(relayLimits.lateClients, 200_000))).toBeUndefined();
  expect(take(authors(1, 300_000))).toBeUndefined();
});

test('a key is not set for ever, and may always be removed', () => {
  const { doc, take } = server();
  expect(take(craftUpdate(keyInTurn(60, 61, relayLimits.keyHistory / 2)))).toBeUndefined();
  const mine = new Y.Doc();
  mine.clientID = 7;
  Y.applyUpdate(mine, Y.encodeStateAsUpdate(doc));
  const since = (write: () => void): Uint8Array => {
    const before = Y.encodeStateVector(doc);
    write();
    return Y.encodeStateAsUpdate(mine, before);
  };
  expect(take(since(() => mine.getMap('meta').delete('x')))).toBeUndefined();
  expect(take(since(() => mine.getMap('meta').set('x', 1)))).toBe('values of one key');
});

/** The same judged as a whole that is too large for one turn, and each slice of it taken then. */
const serverOfLarge = (mostElements?: number) => {
  const doc = new Y.Doc();
  const census = createCensus(doc);
  return {
    doc,
    take(update: Uint8Array): string | undefined {
      const reading = readUpdate(update);
      if (reading instanceof Failure) throw reading;
      const known = Y.decodeStateVector(Y.encodeStateVector(doc));
      const endOf = (client: number): number => known.get(client) ?? 0;
      const judging = judgeGrowth(growthOf(reading, endOf), doc, census, mostElements);
      let { done = false, value } = judging.next();
      while (!done) ({ done = false, value } = judging.next());
      if (value === undefined) for (const slice of slicesOf(reading, endOf).slices) Y.applyUpdate(doc, slice);
      return value?.detail;
    },
  };
};

describe.each([
  ['small', server],
  ['large', serverOfLarge],
])('taken as a %s update', (_size, made) => {
  test('a hundred elements deleted make room for fifty on a full board, and fifty for no hundred', () => {
    const most = 5_000;
    const { doc, take } = made(most);
    const full = new Y.Doc();
    const el = full.getMap('el');
    const since = (write: () => void): Uint8Array => {
      const before = Y.encodeStateVector(full);
      full.transact(write);
      return Y.encodeStateAsUpdate(full, before);
    };
    const put = (from: number, to: number): void => {
      for (let n = from; n < to; n++) el.set(name(n), { t: 'r' });
    };
    expect(take(since(() => put(0, most)))).toBeUndefined();
    const swap = since(() => {
      for (let n = 0; n < 100; n++) el.delete(name(n));
      put(most, most + 50);
    });
    expect(take(swap)).toBeUndefined();
    expect(take(since(() => put(most + 50, most + 100)))).toBeUndefined();
    expect(doc.getMap('el').size).toBe(most);
    // What is set anew is deleted and there all the same.
    const bold = since(() => {
      put(200, 400);
      for (let n = 100; n < 150; n++) el.delete(name(n));
      put(most + 100, most + 200);
    });
    expect(take(bold)).toBe('elements');
    expect(doc.getMap('el').size).toBe(most);
  });

  test('a text is replaced by one that is no longer, and never gets above its limit', () => {
    const { doc, take } = made();
    const { text, since, whole } = author();
    take(whole());
    expect(take(since(() => text.insert(0, half)))).toBeUndefined();
    expect(take(since(() => text.insert(3, half.slice(0, 10_000))))).toBeUndefined();
    const anew = since(() => {
      text.delete(0, text.length);
      text.insert(0, half);
    });
    expect(take(anew)).toBeUndefined();
    expect((doc.getMap('tx').get(id) as Y.Text).length).toBe(limits.textLength);
    expect(take(since(() => text.insert(9, half)))).toBeUndefined();
    expect(take(since(() => text.insert(9, 'one')))).toBe('text');
  });

  test('a text that is new with it is bounded as well', () => {
    const { take } = made();
    const { text, whole } = author();
    text.insert(0, half);
    text.insert(0, half);
    text.insert(5, 'one');
    expect(take(whole())).toBe('text');
  });

  test('client ids beyond their number come a few at a time', () => {
    const { take } = made();
    const authors = (count: number, from: number): Uint8Array =>
      craftUpdate(
        Array.from({ length: count }, (_, i) => ({
          client: from + i,
          clock: 0,
          items: [{ parent: ['tx', `id-${String(from + i).padStart(9, '0')}`] as const }],
        })),
      );
    expect(take(authors(limits.boardClients, 1_000))).toBeUndefined();
    expect(take(authors(relayLimits.lateClients + 1, 100_000))).toBe('client ids');
    expect(take(authors(relayLimits.lateClients, 200_000))).toBeUndefined();
  });
});
