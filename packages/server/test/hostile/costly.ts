import { limits } from '@gesso/crdt-schema';
import {
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
export const costlyAttacks: readonly Attack[] = costly.map(({ name, role, ground, before, frames: sent, answer }) => ({
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
