import { createBoardDoc, encodeState, openBoard } from '@gesso/crdt-schema';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { answerServer } from './answer-server.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.doMock('./in-parts.ts', () => {
    throw new TypeError('offline');
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.doUnmock('./in-parts.ts');
});

test('where what divides a large answer cannot be fetched, another socket tries again after a while', async () => {
  const doc = createBoardDoc();
  const board = openBoard(doc);
  const text = 'x'.repeat(20_000);
  for (let i = 0; i < 3; i++)
    board.edit((w) => w.addAll(Array.from({ length: 200 }, () => ({ kind: 'text', x: 0, y: 0, text }) as const)));
  const drop = vi.fn();
  const owes = vi.fn();
  const answer = answerServer({
    doc,
    send: () => undefined,
    mayWrite: () => true,
    tracker: { frames: () => 0, owes },
    drop,
  });
  const nothing = Y.encodeStateVector(new Y.Doc());
  expect(answer.to(nothing)).toBeUndefined();
  expect(owes).toHaveBeenCalledOnce();
  const isPutOff = () => vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
  await isPutOff();
  expect(drop).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(drop).toHaveBeenCalledOnce();
  answer.to(nothing);
  await isPutOff();
  answer.reset();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(drop).toHaveBeenCalledOnce();
  expect(answer.to(Y.encodeStateVectorFromUpdate(encodeState(doc)))).toHaveLength(2);
});
