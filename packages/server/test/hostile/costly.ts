import { limits } from '@gesso/crdt-schema';
import {
  type CraftedClient,
  type CraftedItem,
  craftUpdate,
  farNeighbours,
  keyInTurn,
  keyWithoutPast,
  lettersApart,
  lettersInARow,
  scatteredNeighbours,
  waitingClients,
} from '@gesso/crdt-schema/testing';
import * as Y from 'yjs';
import { frames } from '../support/line.ts';
import { type Answer, type Attack, closes, ignored } from './attack.ts';
import { bytesOf } from './bytes.ts';

/** Frames that say little and would take long. */
export interface Costly {
  readonly name: string;
  readonly role: 'editor' | 'viewer';
  /** What somebody honest, or who passes for that, has put there. */
  readonly ground?: () => readonly Uint8Array[];
  /** What comes before and is allowed, if it is. */
  readonly before?: () => readonly Uint8Array[];
  readonly frames: () => readonly Uint8Array[];
  readonly answer: Answer;
  /** A board of very much comes before it: it is held against a room of its own, and not against the one server that outlives all. */
  readonly roomOnly?: true;
}

const id = 'costly-words';
const tooLarge = closes('TOO_LARGE');

/** The same deletion of what is gone, written again and again. */
const gone = 2_000;
const sameRange = (times: number): Uint8Array =>
  bytesOf(
    0,
    1,
    77,
    times,
    Array.from({ length: times }, () => [1, gone]),
  );
const twoByteStructs = (count: number): Uint8Array => {
  const structs = new Uint8Array(2 * count);
  for (let i = 1; i < structs.length; i += 2) structs[i] = 1;
  return bytesOf(1, count, 77, 0, structs, 0);
};
/** How Yjs writes that there is nothing, and that a list follows. */
const nothing = 127;
const list = Uint8Array.of(117);
/** One list of so many lists of 500 lists of 500 times nothing. */
const partsWithin = (count: number): Uint8Array => {
  const repeat = (part: Uint8Array, times: number): Uint8Array =>
    bytesOf(
      list,
      times,
      Array.from({ length: times }, () => part),
    );
  return repeat(repeat(repeat(Uint8Array.of(nothing), 500), 500), count);
};
/** One struct of a client, known to be there, that holds so many values. */
const valuesOf = (count: number, values: Uint8Array): Uint8Array =>
  bytesOf(1, 1, 5, 0, Uint8Array.of(0x28), 1, 'meta', 'x', count, values, 0);
const joinedRanges = (count: number): Uint8Array => {
  const ranges: number[] = [];
  for (let i = 0; i < count; i++) ranges.push(2 * i, 1);
  return bytesOf(0, 1, 77, count, ranges);
};
const invented = (count: number, from: number): Uint8Array =>
  craftUpdate(
    Array.from({ length: count }, (_, i) => ({
      client: from + i,
      clock: 0,
      items: [{ parent: ['tx', `id-${String(from + i).padStart(9, '0')}`] as const }],
    })),
  );
const setsWithoutPast = (from: number): Uint8Array =>
  craftUpdate(
    Array.from({ length: 2_000 }, (_, i) => ({
      client: from + i,
      clock: 0,
      items: [{ parent: ['tx', id] as const }],
    })),
  );
/** Values of as many elements. */
const manyValues = (client: number, clock: number, count: number): CraftedClient => ({
  client,
  clock,
  items: Array.from({ length: count }, (_, i) => ({
    parent: ['ov', `${String(clock + i).padStart(12, '0')}:x`] as const,
    kind: 'value',
  })),
});
const formats = (client: number, count: number): CraftedClient => ({
  client,
  clock: 0,
  items: [
    { parent: ['tx', id] },
    ...Array.from({ length: count }, (_, i) => ({
      ...(i === 0 ? { parent: [client, 0] as const } : { origin: [client, i] as const }),
      kind: 'format' as const,
    })),
  ],
});
/** Texts that hold as many letters as they may, each by a client of its own. */
const fullTexts = (count: number): readonly CraftedClient[] =>
  Array.from({ length: count }, (_, i) => {
    const client = 100 + i;
    const text = 'x'.repeat(limits.textLength);
    return {
      client,
      clock: 0,
      items: [
        { parent: ['tx', `full-${String(i).padStart(7, '0')}`] },
        { parent: [client, 0], text },
        { origin: [client, limits.textLength], text },
      ],
    };
  });
const followed = (by: CraftedClient, values: number): CraftedClient => ({
  ...by,
  items: [...by.items, ...manyValues(by.client, by.items.length, values).items],
});
/** Formats with a value after each two, so that they do not lie in one row. */
const pairsBetween = (client: number, pairs: number): CraftedClient => ({
  client,
  clock: 0,
  items: [
    { parent: ['tx', id] },
    ...Array.from({ length: pairs }, (_, i): CraftedItem[] => [
      i === 0 ? { parent: [client, 0], kind: 'format' } : { origin: [client, 3 * i - 1], kind: 'format' },
      { origin: [client, 3 * i + 1], kind: 'format' },
      { parent: ['ov', `${String(i).padStart(12, '0')}:y`], kind: 'value' },
    ]).flat(),
  ],
});
/** Formats two by two: the second stands behind the first, and each pair in front of the one before. */
const pairsApart = (client: number, pairs: number): CraftedClient => ({
  client,
  clock: 0,
  items: [
    { parent: ['tx', id] },
    ...Array.from({ length: pairs }, (_, i): CraftedItem[] => {
      const before = i === 0 ? undefined : ([client, 2 * i - 1] as const);
      return [
        { parent: [client, 0], rightOrigin: before, kind: 'format' },
        { origin: [client, 2 * i + 1], rightOrigin: before, kind: 'format' },
      ];
    }).flat(),
  ],
});
/** Letters that each stand inside words that `author` wrote in one piece. */
const lettersInside = (client: number, count: number, author: number): CraftedClient => ({
  client,
  clock: 0,
  items: Array.from({ length: count }, (_, i) => ({
    origin: [author, 1 + 4 * i] as const,
    rightOrigin: [author, 2 + 4 * i] as const,
    text: 'y',
  })),
});
/** One text of many letters in pieces as long as one may be. */
const pieces = (count: number): readonly Uint8Array[] => {
  const doc = new Y.Doc();
  doc.clientID = 77;
  const text = new Y.Text();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  doc.getMap('tx').set(id, text);
  for (let i = 0; i < count; i++) text.insert(0, 'x'.repeat(limits.textLength / 2));
  return updates;
};

export const costly: readonly Costly[] = [
  {
    name: 'letters with neighbours far away',
    role: 'editor',
    before: () => [frames.step2(craftUpdate([lettersApart(9_000, 4_000, id)]))],
    frames: () => [frames.update(craftUpdate([farNeighbours(9_999, 4_000, 9_000)]))],
    answer: tooLarge,
  },
  {
    name: 'a text and its far neighbours in one first sync',
    role: 'editor',
    frames: () => [
      frames.step2(craftUpdate([lettersInARow(9_000, 6_000, id), scatteredNeighbours(7, 6_000, 9_000, 6_000)])),
    ],
    answer: tooLarge,
  },
  {
    name: 'the same by hundreds of letters at a time',
    role: 'editor',
    before: () => [frames.step2(craftUpdate([lettersApart(9_000, 4_000, id)]))],
    frames: () =>
      Array.from({ length: 120 }, (_, i) =>
        frames.update(craftUpdate([{ ...farNeighbours(9_999, 40, 9_000), clock: 40 * i }])),
      ),
    answer: closes('RATE_LIMITED'),
  },
  {
    name: 'one key set again and again without its past',
    role: 'editor',
    before: () => [frames.step2(setsWithoutPast(10_000))],
    frames: () => [frames.step2(setsWithoutPast(20_000))],
    answer: tooLarge,
  },
  {
    name: 'a key with a long past set without it',
    role: 'editor',
    before: () => [frames.step2(craftUpdate(keyInTurn(60, 61, 4_000)))],
    frames: () => [frames.update(craftUpdate([keyWithoutPast(7, 5_500)]))],
    answer: tooLarge,
  },
  {
    name: 'a key that is given a past of tens of thousands of values',
    role: 'editor',
    frames: () => [frames.step2(craftUpdate(keyInTurn(60, 61, 30_000)))],
    answer: tooLarge,
  },
  {
    name: 'formats that are deleted in pairs, and joined pair by pair',
    roomOnly: true,
    role: 'editor',
    before: () => [frames.step2(craftUpdate([followed(formats(5, 9_000), 60_000)]))],
    frames: () => [
      frames.update(
        craftUpdate(
          [],
          Array.from({ length: 3_000 }, (_, i) => [5, 1 + 3 * i, 2] as const),
        ),
      ),
    ],
    // It is cut, and taken a little at a time.
    answer: ignored,
  },
  {
    name: 'formats that are deleted in one range, and joined pair by pair',
    role: 'editor',
    before: () => [frames.step2(craftUpdate([followed(pairsApart(5, 3_000), 60_000)]))],
    frames: () => [frames.update(craftUpdate([], [[5, 1, 6_000]]))],
    answer: tooLarge,
  },
  {
    name: 'a text that is deleted, and lies in pairs between values',
    role: 'editor',
    before: () => [frames.step2(craftUpdate([followed(pairsBetween(5, 3_000), 60_000)]))],
    frames: () => [frames.update(craftUpdate([], [[5, 0, 1]]))],
    answer: tooLarge,
  },
  {
    name: 'letters into words that are gone',
    roomOnly: true,
    role: 'editor',
    before: () => [
      frames.step2(
        craftUpdate(
          [
            {
              client: 5,
              clock: 0,
              items: [{ parent: ['tx', id] }, { parent: [5, 0], text: 'x'.repeat(19_000) }],
            },
          ],
          [[5, 1, 19_000]],
        ),
      ),
      frames.step2(craftUpdate([manyValues(5, 19_001, 200_000)])),
    ],
    frames: () => [frames.update(craftUpdate([lettersInside(6, 4_000, 5)]))],
    answer: tooLarge,
  },
  {
    name: 'letters into words that come with them, in front of much else',
    roomOnly: true,
    role: 'editor',
    frames: () => [
      frames.step2(
        craftUpdate([
          {
            client: 5,
            clock: 0,
            items: [
              { parent: ['tx', id] },
              { parent: [5, 0], text: 'x'.repeat(19_000) },
              ...manyValues(5, 19_001, 200_000).items,
            ],
          },
          lettersInside(4, 4_000, 5),
        ]),
      ),
    ],
    answer: tooLarge,
  },
  {
    name: 'a letter into each of many full texts, and all else deleted',
    roomOnly: true,
    role: 'editor',
    before: () => [frames.step2(craftUpdate(fullTexts(200))), frames.step2(craftUpdate([manyValues(5, 0, 40_000)]))],
    frames: () => [
      frames.update(
        craftUpdate(
          [
            {
              client: 7,
              clock: 0,
              items: Array.from({ length: 200 }, (_, i) => ({
                origin: [100 + i, limits.textLengthTogether] as const,
                text: 'a',
              })),
            },
          ],
          [[5, 0, 40_000], ...Array.from({ length: 200 }, (_, i) => [100 + i, 1, 1] as const)],
        ),
      ),
    ],
    answer: ignored,
  },
  {
    name: 'thousands who wait for one that never comes',
    role: 'editor',
    frames: () => [frames.update(waitingClients(18_000))],
    answer: closes('OVERLOADED'),
  },
  {
    name: 'thousands who wait, as a first sync',
    role: 'editor',
    frames: () => [frames.step2(waitingClients(18_000))],
    answer: closes('OVERLOADED'),
  },
  {
    name: 'hundreds who wait',
    role: 'editor',
    frames: () => [frames.step2(waitingClients(900))],
    answer: ignored,
  },
  {
    name: 'a viewer who deletes the same again and again',
    role: 'viewer',
    ground: () => [frames.step2(craftUpdate([lettersApart(77, gone, id)], [[77, 1, gone]]))],
    frames: () => [frames.step2(sameRange(100_000))],
    answer: closes('FORBIDDEN'),
  },
  {
    name: 'an editor who deletes the same again and again',
    role: 'editor',
    frames: () => [frames.step2(sameRange(20_000))],
    answer: closes('MALFORMED'),
  },
  {
    name: 'a value of millions of parts, from somebody who may only look',
    role: 'viewer',
    ground: () => [frames.step2(craftUpdate([keyWithoutPast(5, 1)]))],
    frames: () => [frames.step2(valuesOf(1, partsWithin(60)))],
    answer: closes('FORBIDDEN'),
  },
  {
    name: 'millions of values in one struct, from somebody who may only look',
    role: 'viewer',
    ground: () => [frames.step2(craftUpdate([keyWithoutPast(5, 1)]))],
    frames: () => [frames.step2(valuesOf(15_000_000, new Uint8Array(15_000_000).fill(nothing)))],
    answer: closes('FORBIDDEN'),
  },
  {
    name: 'four million structs of two bytes',
    role: 'editor',
    frames: () => [frames.step2(twoByteStructs(4_000_000))],
    answer: tooLarge,
  },
  {
    name: 'four million structs of two bytes, from somebody who may only look',
    role: 'viewer',
    frames: () => [frames.step2(twoByteStructs(4_000_000))],
    answer: closes('FORBIDDEN'),
  },
  {
    name: 'two million ranges to delete',
    role: 'editor',
    frames: () => [frames.step2(joinedRanges(2_000_000))],
    answer: tooLarge,
  },
  {
    name: 'a hundred and ninety thousand invented client ids',
    role: 'editor',
    frames: () => [frames.step2(invented(190_000, 100_000))],
    answer: tooLarge,
  },
  {
    name: 'invented client ids, some thousands at a time',
    role: 'editor',
    frames: () => [0, 1, 2, 3].map((i) => frames.step2(invented(4_000, 100_000 + 4_000 * i))),
    answer: closes('BOARD_FULL'),
  },
  {
    name: 'invented client ids, one after the other',
    role: 'editor',
    before: () => [0, 1, 2, 3].map((i) => frames.step2(invented(2_490, 100_000 + 2_490 * i))),
    frames: () => Array.from({ length: 300 }, (_, i) => frames.step2(invented(1, 200_000 + i))),
    answer: closes('RATE_LIMITED'),
  },
  {
    name: 'a text above its limit by pieces',
    role: 'editor',
    frames: () => pieces(6).map((update) => frames.update(update)),
    answer: tooLarge,
  },
  {
    name: 'words with bytes behind their update',
    role: 'editor',
    frames: () => [frames.update(bytesOf(craftUpdate([lettersInARow(77, 3, id)]), 0, 0, 0))],
    answer: closes('MALFORMED'),
  },
];

/** Each of them on a board that is attacked for real. What was allowed before it stays on that board. */
export const costlyAttacks: readonly Attack[] = costly
  .filter(({ roomOnly }) => roomOnly !== true)
  .map(({ name, role, ground, before, frames: sent, answer }) => ({
    name,
    hazard: 'a few bytes that take seconds to apply stop every board of the server, and every reader of this one',
    answer,
    allowed: true,
    strike: async (scene) => {
      if (ground !== undefined) {
        const line = await scene.owner.connects(scene.board.id);
        const laid = ground();
        for (const frame of laid) line.send(frame);
        await line.hears('saved', ({ count }) => count === laid.length);
        line.close();
      }
      if (role === 'viewer') {
        const line = await (await scene.viewer()).connects(scene.board.id);
        for (const frame of sent()) line.send(frame);
        return { closed: await line.closed };
      }
      if (before !== undefined)
        await scene.bearing(async (line) => {
          const first = before();
          for (const frame of first) line.send(frame);
          await line.hears('saved', ({ count }) => count === first.length);
        });
      return (answer === ignored ? scene.bearing : scene.closing)(({ send }) => {
        for (const frame of sent()) send(frame);
      });
    },
  }));
