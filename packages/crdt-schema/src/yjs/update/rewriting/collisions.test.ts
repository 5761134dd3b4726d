import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { openBoard } from '../../../board/board.ts';
import { seededRandom } from '../../../testing/random.ts';
import { askingBack, collisionsIn, knowsOurs } from './collisions.ts';
import { collidingElements, sinceWithout } from './without-colliding.ts';

const person = (client: number) => {
  const doc = new Y.Doc();
  doc.clientID = client;
  return { doc, board: openBoard(doc, { random: seededRandom(client) }) };
};
const sync = (from: Y.Doc, to: Y.Doc): void => Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)));

/** A person draws, goes offline and draws on; `forge` is what others store under the same client id meanwhile. */
const scene = (forge: (board: ReturnType<typeof person>['board'], doc: Y.Doc) => void) => {
  const ada = person(7);
  const first = ada.board.edit((w) => w.add({ kind: 'rect', x: 0, y: 0 }));
  const server = new Y.Doc();
  sync(ada.doc, server);
  const begins = new Map([[7, Y.getState(ada.doc.store, 7)]]);
  const thief = person(7);
  sync(server, thief.doc);
  thief.doc.clientID = 7;
  forge(thief.board, thief.doc);
  return { ada, first, server, thief, begins };
};
const answerOf = (server: Y.Doc, ada: Y.Doc, begins: ReadonlyMap<number, number>): Uint8Array =>
  Y.encodeStateAsUpdate(server, askingBack(ada, begins) ?? Y.encodeStateVector(ada));

describe('words under an own client id', () => {
  test('that others have taken are found, with the elements they belong to', () => {
    const { ada, first, server, thief, begins } = scene((board) => {
      board.edit((w) => w.add({ kind: 'ellipse', x: 5, y: 5 }));
    });
    const mine = ada.board.edit((w) => w.add({ kind: 'text', x: 9, y: 9, text: 'lost words' }));
    ada.board.edit((w) => w.patch(first, { x: 40 }));
    sync(thief.doc, server);
    expect(knowsOurs(Y.encodeStateVector(server), begins)).toBe(true);
    const collisions = collisionsIn(ada.doc, answerOf(server, ada.doc, begins), begins);
    expect(collisions).toEqual(begins);
    expect(collidingElements(ada.doc, collisions)).toEqual(new Set([mine, first]));
    // And what is left of the document can be sent: it says nothing under the id that is lost.
    const rest = sinceWithout(ada.doc, Y.encodeStateVector(server), collisions);
    expect(Y.decodeUpdate(rest).structs).toEqual([]);
  });

  test('that were stored, though nobody heard of it, are ours', () => {
    const { ada, server, begins } = scene(() => undefined);
    ada.board.edit((w) => w.add({ kind: 'text', x: 9, y: 9, text: 'some words' }));
    sync(ada.doc, server);
    ada.board.edit((w) => w.add({ kind: 'rect', x: 1, y: 1 }));
    expect(collisionsIn(ada.doc, answerOf(server, ada.doc, begins), begins).size).toBe(0);
    // Also when they were changed and taken back since, here and there.
    const typing = ada.board.typing(ada.board.all().find(({ kind }) => kind === 'text')?.id ?? '');
    typing?.set('some more');
    typing?.set('more');
    typing?.close();
    ada.board.undo();
    sync(ada.doc, server);
    expect(collisionsIn(ada.doc, answerOf(server, ada.doc, begins), begins).size).toBe(0);
  });

  test('that were stored and removed by others before anybody heard of it are ours as well', () => {
    const { ada, server, begins } = scene(() => undefined);
    const mine = ada.board.edit((w) => w.add({ kind: 'sticky', x: 9, y: 9, text: 'some words' }));
    ada.board.edit((w) => w.patch(mine, { x: 10 }));
    ada.board.edit((w) => w.patch(mine, { x: 11, text: 'more words' }));
    sync(ada.doc, server);
    const ben = person(8);
    sync(server, ben.doc);
    ben.board.edit((w) => w.remove(mine));
    sync(ben.doc, server);
    expect(collisionsIn(ada.doc, answerOf(server, ada.doc, begins), begins).size).toBe(0);
  });

  test('that a person has taken by saying that they are gone are found as well', () => {
    const { ada, server, begins } = scene(() => undefined);
    const mine = ada.board.edit((w) => w.add({ kind: 'rect', x: 9, y: 9 }));
    const clock = begins.get(7) ?? 0;
    Y.applyUpdate(server, Uint8Array.of(1, 1, 7, clock, 0, 2, 0));
    const collisions = collisionsIn(ada.doc, answerOf(server, ada.doc, begins), begins);
    expect(collidingElements(ada.doc, collisions)).toEqual(new Set([mine]));
  });

  test('are not asked for where all are known to be stored', () => {
    const { ada, server, begins } = scene(() => undefined);
    expect(askingBack(ada.doc, begins)).toBeUndefined();
    expect(knowsOurs(Y.encodeStateVector(server), begins)).toBe(false);
  });

  test('leave deletions and the words of others to be sent', () => {
    const { ada, first, server, thief, begins } = scene((board) => {
      board.edit((w) => w.add({ kind: 'ellipse', x: 5, y: 5 }));
    });
    ada.board.edit((w) => w.add({ kind: 'rect', x: 9, y: 9 }));
    const ben = person(8);
    sync(server, ben.doc);
    const bens = ben.board.edit((w) => w.add({ kind: 'rect', x: 2, y: 2 }));
    sync(ben.doc, ada.doc);
    ada.board.edit((w) => w.remove(first));
    sync(thief.doc, server);
    const collisions = collisionsIn(ada.doc, answerOf(server, ada.doc, begins), begins);
    Y.applyUpdate(server, sinceWithout(ada.doc, Y.encodeStateVector(server), collisions));
    const left = openBoard(server);
    expect(left.get(first)).toBeUndefined();
    expect(left.get(bens)).toBeDefined();
    expect(server.store.pendingStructs).toBeNull();
  });
});
