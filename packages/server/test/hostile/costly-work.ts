import { limits, relayLimits } from '@gesso/crdt-schema';
import {
  type CraftedClient,
  type CraftedItem,
  craftUpdate,
  farNeighbors,
  keyInTurn,
  keyWithoutPast,
  lettersApart,
  lettersInARow,
  scatteredNeighbors,
} from '@gesso/crdt-schema/testing';
import { frames } from '../support/line.ts';
import { closes, ignored } from './answer.ts';
import type { Costly } from './attack.ts';

const id = 'costly-words';
const tooLarge = closes('TOO_LARGE');

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

/** Few words that take Yjs many steps to put in their place, or to delete. */
export const costlyWork: readonly Costly[] = [
  {
    name: 'letters with neighbors far away',
    role: 'editor',
    before: () => [frames.step2(craftUpdate([lettersApart(9_000, 4_000, id)]))],
    frames: () => [frames.update(craftUpdate([farNeighbors(9_999, 4_000, 9_000)]))],
    answer: tooLarge,
  },
  {
    name: 'a text and its far neighbors in one first sync',
    role: 'editor',
    frames: () => [
      frames.step2(craftUpdate([lettersInARow(9_000, 6_000, id), scatteredNeighbors(7, 6_000, 9_000, 6_000)])),
    ],
    answer: tooLarge,
  },
  {
    name: 'the same by hundreds of letters at a time',
    role: 'editor',
    before: () => [frames.step2(craftUpdate([lettersApart(9_000, 4_000, id)]))],
    frames: () =>
      Array.from({ length: 120 }, (_, i) =>
        frames.update(craftUpdate([{ ...farNeighbors(9_999, 40, 9_000), clock: 40 * i }])),
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
                origin: [100 + i, relayLimits.textLengthTogether] as const,
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
];
