import { limits } from '@gesso/crdt-schema';
import { craftUpdate, keyWithoutPast, lettersApart, lettersInARow, waitingClients } from '@gesso/crdt-schema/testing';
import * as Y from 'yjs';
import { frames } from '../support/line.ts';
import { closes, ignored } from './answer.ts';
import type { Costly } from './attack.ts';
import { bytesOf } from './bytes.ts';

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

/** More structs, values, ranges, client ids or letters than a frame looks as if it had. */
export const costlyCounts: readonly Costly[] = [
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
    // What a person may cause grows by the second: a server that is slow itself has to be sent more until that is used up.
    frames: () => Array.from({ length: 1_000 }, (_, i) => frames.step2(invented(1, 200_000 + i))),
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
