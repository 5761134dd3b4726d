import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { checkUpdate, Failure, fromPlain, openBoard, toPlain } from '../src/index.ts';
import { elementsAtLimits } from '../src/testing.ts';
import { newBoard } from './board.ts';

const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Failure ? error.code : String(error);
  }
};

test.each(elementsAtLimits())(
  'an element at the limit of the $name is taken, kept and edited',
  ({ at, over, refusal }) => {
    const { doc, board } = newBoard();
    const id = board.edit((w) => w.add(at));
    const update = Y.encodeStateAsUpdate(doc);
    expect(checkUpdate(update)).toBeUndefined();

    const copy = new Y.Doc();
    Y.applyUpdate(copy, update);
    const reopened = openBoard(copy);
    const element = reopened.get(id);
    expect(element).toEqual(board.get(id));
    expect(element?.kind).toBe(at.kind);
    reopened.edit((w) => w.patch(id, { opacity: 50 }));
    expect(reopened.get(id)).toMatchObject({ opacity: 50 });
    const plain = reopened.get(id);
    if (plain !== undefined) expect(codeOf(() => fromPlain(toPlain(plain)))).toBeUndefined();

    expect(codeOf(() => board.edit((w) => w.add(over)))).toBe(refusal);
    expect(board.all()).toHaveLength(1);
    expect(Y.encodeStateAsUpdate(doc)).toEqual(update);
  },
);
