import type { Socket } from 'node:net';
import { Failure } from '@gesso/crdt-schema';
import { WebSocket } from 'ws';
import type { FairQueue } from '../quotas/fair-queue.ts';
import type { RateLimit } from '../quotas/rate-limits.ts';
import { createConnectionIntake } from '../rooms/connection-intake.ts';
import type { ClientSocket } from '../rooms/member.ts';
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

const clientSocketOf = (socket: BoardSocket, raw: Socket): ClientSocket => ({
  send(frame) {
    if (socket.readyState === WebSocket.OPEN) socket.send(frame);
  },
  // Without compression ws writes every message at once, so what is written beside it keeps its place.
  sendFramed(bytes) {
    if (socket.readyState === WebSocket.OPEN) raw.write(bytes);
  },
  close: (code) => socket.refuse(code),
  get backlog() {
    return raw.writableLength;
  },
});

/** From here on the socket belongs to the room. Listeners are attached before anything can arrive. */
export function converse(socket: BoardSocket, raw: Socket, conversation: Conversation): void {
  const { arrival, board, turns, timers } = conversation;
  // May throw: nothing is taken for the connection before.
  const connection = arrival.join(clientSocketOf(socket, raw), conversation.gesso);
  const intake = createConnectionIntake({
    board,
    turns,
    timers,
    rateLimit: conversation.rateLimitOf(),
    reader: socket,
    refuse: (failure) => connection.refuse(failure),
  });
  socket.on('message', (data, binary) => {
    if (binary && data instanceof Uint8Array) intake.frame(data.length, () => connection.receive(data));
    else connection.refuse(new Failure('MALFORMED', 'text'));
  });
  socket.on('pong', () => {
    socket.alive = true;
  });
  socket.on('close', () => {
    // What it sent before it went still counts.
    intake.end(() => {
      connection.leave();
      arrival.release();
    });
  });
}
