import type { Socket } from 'node:net';
import { Failure } from '@gesso/crdt-schema';
import { WebSocket } from 'ws';
import type { FairQueue } from '../quotas/fair-queue.ts';
import type { RateLimit } from '../quotas/rate-limits.ts';
import { createConnectionIntake } from '../rooms/connection-intake.ts';
import type { Wire } from '../rooms/member.ts';
import type { Arrival } from '../rooms/rooms.ts';
import type { Timers } from '../timers.ts';
import type { BoardSocket } from './board-socket.ts';

/** What a socket and a room talk by. */
export interface Conversation {
  readonly board: string;
  readonly arrival: Arrival;
  /** Whether the client speaks Gesso's own frames. */
  readonly gesso: boolean;
  readonly turns: FairQueue;
  /** What the person may send, counted from here on. */
  readonly rateLimitOf: () => RateLimit;
  readonly timers: Timers;
}

const wireOf = (peer: BoardSocket, line: Socket): Wire => ({
  send(frame) {
    if (peer.readyState === WebSocket.OPEN) peer.send(frame);
  },
  // Without compression ws writes every message at once, so what is written beside it keeps its place.
  sendFramed(bytes) {
    if (peer.readyState === WebSocket.OPEN) line.write(bytes);
  },
  close: (code) => peer.refuse(code),
  get backlog() {
    return line.writableLength;
  },
});

/** From here on the socket belongs to the room. Listeners are attached before anything can arrive. */
export function converse(peer: BoardSocket, line: Socket, conversation: Conversation): void {
  const { arrival, board, turns, timers } = conversation;
  // May throw: nothing is taken for the connection before.
  const connection = arrival.join(wireOf(peer, line), conversation.gesso);
  const intake = createConnectionIntake({
    board,
    turns,
    timers,
    rateLimit: conversation.rateLimitOf(),
    reader: peer,
    refuse: (failure) => connection.refuse(failure),
  });
  peer.on('message', (data, binary) => {
    if (binary && data instanceof Uint8Array) intake.frame(data.length, () => connection.receive(data));
    else connection.refuse(new Failure('MALFORMED', 'text'));
  });
  peer.on('pong', () => {
    peer.alive = true;
  });
  peer.on('close', () => {
    // What it sent before it went still counts.
    intake.end(() => {
      connection.leave();
      arrival.release();
    });
  });
}
