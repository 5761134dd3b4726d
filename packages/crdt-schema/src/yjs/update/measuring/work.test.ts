import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { limits, relayLimits } from '../../../limits.ts';
import {
  type CraftedItem,
  craftUpdate,
  farNeighbors,
  lettersApart,
  lettersInARow,
  memoryNetwork,
  scatteredNeighbors,
  seededRandom,
  waitingClients,
} from '../../../testing.ts';
import { checkUpdate } from '../checking/check.ts';
import { type Reading, readUpdate } from '../reading/reading.ts';
import { costlyIn, stepsOf } from './work.ts';

const id = 'abcdefghij-_';
const read = (update: Uint8Array): Reading => {
  const reading = readUpdate(update);
  if (reading instanceof Error) throw reading;
  return reading;
};
const docOf = (...updates: readonly Uint8Array[]): Y.Doc => {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
};

/** Steps Yjs really takes: it puts each item it passes into two sets, and no item into any other. */
const realSteps = (doc: Y.Doc, update: Uint8Array): number => {
  const { add } = Set.prototype;
  let added = 0;
  Set.prototype.add = function (value) {
    if (value instanceof Y.Item) added++;
    return add.call(this, value);
  };
  try {
    Y.applyUpdate(doc, update);
  } finally {
    Set.prototype.add = add;
  }
  return added / 2;
};

describe('the work of an update', { timeout: 30_000 }, () => {
  test('is refused where it would hold up everybody, however few bytes say it', () => {
    const text = craftUpdate([lettersApart(9_000, 2_000)]);
    const evil = craftUpdate([farNeighbors(9_999, 2_000, 9_000)]);
    expect(evil.length).toBeLessThan(20_000);
    const doc = docOf(text);
    expect(realSteps(docOf(text), evil)).toBeGreaterThan(2_000_000);
    expect(checkUpdate(text, { doc: new Y.Doc() })).toBeUndefined();
    expect(checkUpdate(evil, { doc })).toMatchObject({ code: 'TOO_LARGE', detail: 'work' });
    const both = craftUpdate([lettersInARow(9_000, 2_000), scatteredNeighbors(7, 2_000, 9_000, 2_000)]);
    expect(realSteps(new Y.Doc(), both)).toBeGreaterThan(2_000_000);
    expect(checkUpdate(both, { doc: new Y.Doc() })).toMatchObject({ code: 'TOO_LARGE', detail: 'work' });
  });

  test('is refused for one key that is set again and again without its past', () => {
    const sets = Array.from({ length: 3_000 }, (_, i) => ({
      client: 10_000 - i,
      clock: 0,
      items: [{ parent: ['tx', id] as const }],
    }));
    const update = craftUpdate(sets.toReversed());
    const again = craftUpdate(sets.map(({ items }, i) => ({ client: 20_000 + i, clock: 0, items })));
    expect(realSteps(docOf(update), again)).toBeGreaterThan(limits.updateSteps);
    expect(checkUpdate(again, { doc: docOf(update) })).toMatchObject({ code: 'TOO_LARGE', detail: 'work' });
  });

  test('is found out in little time itself', () => {
    const doc = docOf(craftUpdate([lettersApart(9_000, 18_000)]));
    const evil = craftUpdate([farNeighbors(9_999, 18_000, 9_000)]);
    checkUpdate(evil, { doc });
    const begin = process.threadCpuUsage();
    expect(checkUpdate(evil, { doc })).toMatchObject({ code: 'TOO_LARGE' });
    const { user } = process.threadCpuUsage(begin);
    expect(user / 1_000).toBeLessThan(150);
  });

  test('of thousands of clients that wait for one that never comes is looked at once', () => {
    const begin = process.threadCpuUsage();
    const reading = read(waitingClients(18_000));
    expect(stepsOf(reading, new Y.Doc(), limits.updateSteps)).toBeLessThan(limits.updateSteps);
    expect(process.threadCpuUsage(begin).user / 1_000).toBeLessThan(300);
  });

  test('counts what splitting a long list of structs takes', () => {
    const doc = new Y.Doc();
    doc.clientID = 3;
    const text = new Y.Text();
    doc.getMap('tx').set(id, text);
    text.insert(0, 'x'.repeat(20_000));
    for (let i = 0; i < 30_000; i++) doc.getMap('el').set(`e-${String(i).padStart(10, '0')}`, { t: 'r' });
    const holes = craftUpdate(
      [],
      Array.from({ length: 9_000 }, (_, i) => [3, 2 + 2 * i, 1] as const),
    );
    expect(checkUpdate(holes, { doc })).toMatchObject({ code: 'TOO_LARGE', detail: 'work' });
    const few = craftUpdate(
      [],
      Array.from({ length: 100 }, (_, i) => [3, 2 + 2 * i, 1] as const),
    );
    expect(checkUpdate(few, { doc })).toBeUndefined();
  });
});

/** An update of one author into a text that is there, beside neighbors that chance names. */
const crafted = fc
  .array(
    fc.record({
      side: fc.constantFrom('left', 'right', 'both', 'none'),
      a: fc.nat(400),
      b: fc.nat(400),
      own: fc.boolean(),
      text: fc.constantFrom('a', 'bc', 'def'),
    }),
    { minLength: 1, maxLength: 120 },
  )
  .chain((parts) => fc.tuple(fc.constant(parts), fc.constantFrom(3, 50_000)))
  .map(([parts, client]) => {
    let clock = 0;
    const items: CraftedItem[] = parts.map(({ side, a, b, own, text }) => {
      const name = (at: number): readonly [number, number] =>
        own && clock > 0 ? [client, at % clock] : [9_000, 1 + (at % 300)];
      const right = [9_000, 1 + (b % 300)] as const;
      const origin = side === 'left' || side === 'both' ? name(a) : undefined;
      // Between a neighbor and itself nobody writes, and no server takes it.
      const isBetween = side === 'both' && !(origin?.[0] === right[0] && origin[1] === right[1]);
      const item = {
        text,
        ...(origin === undefined ? {} : { origin }),
        ...(side === 'right' || isBetween ? { rightOrigin: right } : {}),
        ...(side === 'none' ? { parent: [9_000, 0] as const } : {}),
      };
      clock += text.length;
      return item;
    });
    return { client, clock: 0, items };
  });

/** What chance found: pieces that neighbors split, and neighbors the wrong way round. */
const foundBefore: readonly { client: number; clock: number; items: CraftedItem[] }[][] = [
  [
    {
      client: 50_000,
      clock: 0,
      items: [
        { text: 'bc', parent: [9_000, 0] },
        { text: 'bc', origin: [9_000, 3], rightOrigin: [9_000, 58] },
        { text: 'bc', parent: [9_000, 0] },
      ],
    },
    { client: 3, clock: 0, items: [{ text: 'a', origin: [9_000, 1] }] },
  ],
  [{ client: 3, clock: 0, items: [{ text: 'a', origin: [9_000, 294], rightOrigin: [9_000, 293] }] }],
];

describe('the steps that are foretold', () => {
  test('are never fewer than Yjs takes', { timeout: 60_000 }, () => {
    const words = new Y.Doc();
    words.clientID = 9_000;
    const text = new Y.Text();
    words.getMap('tx').set(id, text);
    const random = seededRandom(5);
    for (let i = 0; i < 150; i++) text.insert(Math.floor(random() * (text.length + 1)), 'xy');
    const base = Y.encodeStateAsUpdate(words);
    fc.assert(
      fc.property(fc.array(crafted, { minLength: 1, maxLength: 3 }), (clients) => {
        const doc = docOf(base);
        clients.forEach((one, i) => {
          const shift = (neighbor: readonly [number, number] | undefined) =>
            neighbor?.[0] === one.client ? ([one.client + i, neighbor[1]] as const) : neighbor;
          const items = one.items.map((item) => ({
            ...item,
            ...(item.origin === undefined ? {} : { origin: shift(item.origin) }),
          }));
          const update = craftUpdate([{ client: one.client + i, clock: 0, items }]);
          // Low enough for most to be tried out, and in the end always enough.
          const enough = [200, 2_000, 100_000].find((most) => stepsOf(read(update), doc, most) <= most) ?? 0;
          const foretold = stepsOf(read(update), doc, enough);
          const real = realSteps(doc, update);
          expect(foretold).toBeGreaterThanOrEqual(real);
        });
      }),
      { numRuns: 300, examples: foundBefore.map((clients) => [clients]) },
    );
  });

  test('are exact for what is tried out', () => {
    const random = seededRandom(11);
    for (let run = 0; run < 40; run++) {
      const text = craftUpdate([lettersApart(9_000, 300)]);
      const items = Array.from({ length: 200 }, () => ({
        rightOrigin: [9_000, 1 + Math.floor(random() * 300)] as const,
        text: 'b',
      }));
      const update = craftUpdate([{ client: 9_001 + run * 500, clock: 0, items }]);
      const real = realSteps(docOf(text), update);
      const foretold = stepsOf(read(update), docOf(text), real + 200);
      expect(foretold - real).toBeLessThanOrEqual(200);
      expect(stepsOf(read(update), docOf(text), real - 10)).toBeGreaterThan(real - 10);
    }
  });
});

describe('honest work', () => {
  test('is never refused, no matter who types when and hears of it in which order', { timeout: 120_000 }, () => {
    const step = fc.record({
      who: fc.nat(3),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      does: fc.constantFrom('type', 'type', 'type', 'delete', 'deliver', 'part', 'join', 'bold', 'move'),
      which: fc.nat(50),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 50, maxLength: 400 }), fc.nat(), (steps, seed) => {
        const net = memoryNetwork(4, seed);
        const server = new Y.Doc();
        const made: Uint8Array[] = [];
        for (const { doc } of net.peers)
          doc.on('update', (update, origin) => {
            if (origin !== 'network') made.push(update);
          });
        const [first] = net.peers;
        const el = first?.board.edit((w) => w.add({ kind: 'text', x: 0, y: 0, text: 'start' })) ?? '';
        net.settle();
        for (const { who, at, does, which } of steps) {
          const peer = net.peers[who];
          const text = peer?.doc.getMap('tx').get(el);
          if (peer === undefined || !(text instanceof Y.Text)) continue;
          const place = Math.floor(at * text.length);
          if (does === 'type') text.insert(place, 'word '.slice(0, 1 + (which % 5)));
          if (does === 'delete' && place < text.length) text.delete(place, Math.min(3, text.length - place));
          if (does === 'bold' && place < text.length) text.format(place, 1, { bold: true });
          if (does === 'move') peer.board.edit((w) => w.patch(el, { x: which }));
          if (does === 'deliver') net.deliver(who, which);
          if (does === 'part') net.part(who);
          if (does === 'join') net.join(who);
        }
        for (const update of made) {
          expect(checkUpdate(update, { doc: server })).toBeUndefined();
          Y.applyUpdate(server, update);
        }
        net.settle();
        for (const { doc } of net.peers) {
          const whole = Y.encodeStateAsUpdate(doc);
          expect(checkUpdate(whole, { doc: new Y.Doc() })).toBeUndefined();
          expect(checkUpdate(whole, { doc: server })).toBeUndefined();
        }
        net.close();
      }),
      { numRuns: 40 },
    );
  });

  test('of many who type at once in a text of twenty thousand letters passes', () => {
    const doc = new Y.Doc();
    const text = new Y.Text('x'.repeat(19_000));
    doc.getMap('tx').set(id, text);
    const random = seededRandom(3);
    const base = Y.encodeStateAsUpdate(doc);
    const made = Array.from({ length: 50 }, (_, i) => {
      const own = docOf(base);
      own.clientID = 100 + i;
      const updates: Uint8Array[] = [];
      own.on('update', (update) => updates.push(update));
      const words = own.getMap('tx').get(id) as Y.Text;
      const from = Math.floor(random() * 19_000);
      for (let n = 0; n < 20; n++) words.insert(from + n, 'y');
      return updates;
    }).flat();
    for (const update of made) {
      expect(checkUpdate(update, { doc })).toBeUndefined();
      Y.applyUpdate(doc, update);
    }
  });

  test('of two who wrote apart for weeks passes', () => {
    const docs = [1, 2].map((client) => {
      const doc = new Y.Doc();
      doc.clientID = client;
      return doc;
    });
    const [one, two] = docs as [Y.Doc, Y.Doc];
    one.getMap('tx').set(id, new Y.Text('together '));
    Y.applyUpdate(two, Y.encodeStateAsUpdate(one));
    const random = seededRandom(17);
    for (const doc of docs) {
      const text = doc.getMap('tx').get(id) as Y.Text;
      for (let n = 0; n < 2_500; n++) {
        const at = Math.floor(random() * (text.length + 1));
        if (text.length > 9_000) text.delete(Math.floor(random() * 5_000), 12);
        else text.insert(at, 'words');
      }
      for (let n = 0; n < 2_000; n++) doc.getMap('ov').set(`${id}:x`, n);
    }
    const later = Y.encodeStateAsUpdate(two, Y.encodeStateVector(one));
    expect(checkUpdate(later, { doc: one })).toBeUndefined();
  });
});

describe('deleting very much', () => {
  const name = (n: number): string => `e-${String(n).padStart(10, '0')}`;
  const drawn = (): Y.Doc => {
    const doc = new Y.Doc();
    doc.clientID = 3;
    doc.transact(() => {
      for (let i = 0; i < 40_000; i++) doc.getMap('el').set(name(i), { t: 'r' });
    });
    // Each of these was moved twice in a row, which leaves a piece to join.
    for (let i = 0; i < 600; i++) for (const x of [1, 2]) doc.transact(() => doc.getMap('ov').set(`${name(i)}:x`, x));
    return doc;
  };
  const since = (doc: Y.Doc, write: () => void): Uint8Array => {
    const before = Y.encodeStateVector(doc);
    const updates: Uint8Array[] = [];
    doc.on('update', (update) => updates.push(update));
    doc.transact(write);
    return Y.diffUpdate(Y.mergeUpdates(updates), before);
  };

  test('passes for everything, and for every second element', () => {
    for (const every of [1, 2]) {
      const doc = drawn();
      const server = docOf(Y.encodeStateAsUpdate(doc));
      const gone = since(doc, () => {
        for (let i = 0; i < 40_000; i += every) doc.getMap('el').delete(name(i));
        for (let i = 0; i < 600; i += every) doc.getMap('ov').delete(`${name(i)}:x`);
      });
      expect(checkUpdate(gone, { doc: server, ranges: relayLimits.historyRanges })).toBeUndefined();
    }
  });

  test('passes for a text written here and there among much else', () => {
    const doc = drawn();
    const text = new Y.Text();
    doc.getMap('tx').set(id, text);
    const random = seededRandom(23);
    for (let i = 0; i < 3_000; i++) text.insert(Math.floor(random() * (text.length + 1)), 'words');
    const server = docOf(Y.encodeStateAsUpdate(doc));
    const gone = since(doc, () => doc.getMap('tx').delete(id));
    expect(checkUpdate(gone, { doc: server })).toBeUndefined();
  });
});

test('what is too costly can be told from what is honest', () => {
  const text = new Y.Doc();
  text.clientID = 5;
  text.getMap('tx').set(id, new Y.Text('honest words'));
  const evil = craftUpdate([lettersInARow(9_000, 3_000, 'evil-evil-ev'), scatteredNeighbors(7, 3_000, 9_000, 3_000)]);
  const reading = read(Y.mergeUpdates([Y.encodeStateAsUpdate(text), evil]));
  const out = costlyIn(reading, new Y.Doc(), { most: limits.updateSteps, each: 64 });
  expect(out.size).toBeGreaterThan(2_000);
  expect([...out].every(({ id }) => id.client === 7)).toBe(true);
});
