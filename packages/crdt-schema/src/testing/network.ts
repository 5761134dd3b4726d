import * as Y from 'yjs';
import { type Board, openBoard } from '../board/board.ts';
import { inPaintingOrder } from '../board/painting-order.ts';
import type { Element, ElementId } from '../elements/elements.ts';
import { createBoardDoc } from '../yjs/board-doc.ts';
import { followMarks } from '../yjs/mark-guard.ts';
import { seededRandom } from './random.ts';

/** Rebuilds a board from nothing but its change feed, as a renderer does. Throws when the feed contradicts itself. */
export interface Replay {
  /** What a renderer would show, in painting order. */
  shown(): Element[];
  stop(): void;
}

export const replayChanges = (board: Board): Replay => {
  const elements = new Map<ElementId, Element>(board.all().map((element) => [element.id, element]));
  const stop = board.onChange(({ added, updated, removed }) => {
    for (const element of added) {
      if (elements.has(element.id)) throw new Error(`added twice: ${element.id}`);
      elements.set(element.id, element);
    }
    for (const element of updated) {
      if (!elements.has(element.id)) throw new Error(`updated before it was added: ${element.id}`);
      elements.set(element.id, element);
    }
    for (const id of removed) if (!elements.delete(id)) throw new Error(`removed before it was added: ${id}`);
  });
  return { shown: () => [...elements.values()].sort(inPaintingOrder), stop };
};

export interface Peer {
  readonly doc: Y.Doc;
  readonly board: Board;
  readonly replay: Replay;
  /** Updates of the others that have been sent and not delivered, in order of sending. */
  readonly inbox: Uint8Array[];
  readonly parted: boolean;
}

export interface Network {
  readonly peers: readonly Peer[];
  /** Delivers the `which`-th waiting update (modulo their number); `keep` leaves it in the inbox, to come twice. */
  deliver(peer: number, which?: number, keep?: boolean): void;
  /** Cuts a peer off: what is sent from and to it is lost. */
  part(peer: number): void;
  /** Connects it again: it and every connected peer tell each other what they miss. */
  join(peer: number): void;
  /** Everybody joins and hears everything. */
  settle(): void;
  close(): void;
}

const exchange = (a: Y.Doc, b: Y.Doc): void => {
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)), 'network');
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)), 'network');
};

/** `count` boards in memory that hear of each other only when told to. Client ids and all chance follow the seed. */
export const memoryNetwork = (count: number, seed = 1): Network => {
  const peers = Array.from({ length: count }, (_, i) => {
    const doc = createBoardDoc();
    doc.clientID = i + 1;
    const board = openBoard(doc, { random: seededRandom(seed * 1_000 + i) });
    board.keepMarks(followMarks);
    const inbox: Uint8Array[] = [];
    return { doc, board, replay: replayChanges(board), inbox, parted: false };
  });
  for (const peer of peers)
    peer.doc.on('update', (update, origin) => {
      if (origin === 'network' || peer.parted) return;
      for (const other of peers) if (other !== peer && !other.parted) other.inbox.push(update);
    });
  const at = (i: number) => peers[i % peers.length];
  const join = (i: number): void => {
    const peer = at(i);
    if (peer === undefined) return;
    peer.parted = false;
    for (const other of peers) if (other !== peer && !other.parted) exchange(peer.doc, other.doc);
  };
  return {
    peers,
    deliver: (i, which = 0, keep = false) => {
      const peer = at(i);
      if (peer === undefined || peer.parted || peer.inbox.length === 0) return;
      const index = which % peer.inbox.length;
      const update = keep ? peer.inbox[index] : peer.inbox.splice(index, 1)[0];
      if (update !== undefined) Y.applyUpdate(peer.doc, update, 'network');
    },
    part: (i) => {
      const peer = at(i);
      if (peer === undefined) return;
      peer.parted = true;
      peer.inbox.length = 0;
    },
    join,
    settle: () => {
      for (const peer of peers) for (const update of peer.inbox.splice(0)) Y.applyUpdate(peer.doc, update, 'network');
      // Twice: what the last one brings has to reach the first.
      for (let round = 0; round < 2; round++) for (let i = 0; i < peers.length; i++) join(i);
    },
    close: () => {
      for (const peer of peers) {
        peer.replay.stop();
        peer.board.close();
        peer.doc.destroy();
      }
    },
  };
};
