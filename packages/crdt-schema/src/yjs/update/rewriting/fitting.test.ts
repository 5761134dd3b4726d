import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Failure } from '../../../failure.ts';
import { relayLimits } from '../../../limits.ts';
import { craftUpdate } from '../../../testing.ts';
import { checkGrowth, createCensus } from '../measuring/growth.ts';
import { type Reading, readUpdate } from '../reading/reading.ts';
import { fittingOf } from './fitting.ts';

const id = 'abcdefghij-_';
const textIn = (doc: Y.Doc): Y.Text => doc.getMap('tx').get(id) as Y.Text;
const read = (update: Uint8Array): Reading => {
  const reading = readUpdate(update);
  if (reading instanceof Failure) throw reading;
  return reading;
};

/** A text with so many letters, and a person who has none but the first five of them. */
const setUp = (letters: number) => {
  const own = new Y.Doc();
  own.clientID = 5;
  own.getMap('tx').set(id, new Y.Text('hello'));
  const board = new Y.Doc();
  board.clientID = 6;
  Y.applyUpdate(board, Y.encodeStateAsUpdate(own));
  textIn(board).insert(0, 'x'.repeat(letters - 5));
  return { own, board };
};

describe('an update that makes a text too large', () => {
  test('fits without its letters, which are deleted on every page alike', () => {
    const { own, board } = setUp(relayLimits.textLengthTogether);
    own.transact(() => {
      textIn(own).insert(2, '!');
      textIn(own).delete(4, 1);
      textIn(own).insert(0, '?');
      own.getMap('el').set(id, { k: 't' });
    });
    const reading = read(Y.encodeStateAsUpdate(own));
    const fitting = fittingOf(reading, board);
    if (fitting === undefined) throw new Error('it was found to fit');
    expect(checkGrowth(read(fitting.update), board, createCensus(board))).toBeUndefined();
    Y.applyUpdate(board, fitting.update);
    expect(board.getMap('el').size).toBe(1);
    expect(textIn(board).length).toBe(relayLimits.textLengthTogether - 1);
    Y.applyUpdate(own, fitting.deletion);
    expect(String(textIn(own))).toBe('helo');
    Y.applyUpdate(own, Y.encodeStateAsUpdate(board));
    expect(String(textIn(own))).toBe(String(textIn(board)));
    expect([board.store.pendingDs, own.store.pendingDs]).toEqual([null, null]);
    expect(fittingOf(read(Y.encodeStateAsUpdate(own)), board)).toBeUndefined();
  });

  test('fits without its formats', () => {
    const board = new Y.Doc();
    const formats = (clock: number, count: number) => ({
      client: 5,
      clock,
      items: Array.from({ length: count }, (_, n) => ({
        ...(clock + n === 1 ? { parent: [5, 0] as const } : { origin: [5, clock + n - 1] as const }),
        kind: 'format' as const,
      })),
    });
    const whole = [{ parent: ['tx', id] as const }, ...formats(1, relayLimits.textLengthTogether).items];
    Y.applyUpdate(board, craftUpdate([{ client: 5, clock: 0, items: whole }]));
    const fitting = fittingOf(read(craftUpdate([formats(1 + relayLimits.textLengthTogether, 3)])), board);
    expect(fitting && read(fitting.deletion).deletes.get(5)).toEqual([
      expect.objectContaining({ clock: 1 + relayLimits.textLengthTogether, len: 3 }),
    ]);
  });

  test('is not one whose letters are there already', () => {
    const { own, board } = setUp(relayLimits.textLengthTogether - 1);
    textIn(own).insert(5, '!');
    // Yjs writes it as one struct with what was there before.
    const reading = read(Y.encodeStateAsUpdate(own));
    expect(checkGrowth(reading, board, createCensus(board))).toBeUndefined();
    expect(fittingOf(reading, board)).toBeUndefined();
  });
});
