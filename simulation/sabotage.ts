import type { Board, BoardDoc } from '@gesso/crdt-schema';
import type { Bus } from '../packages/server/src/bus/bus.ts';
import type { Replica, Whole } from '../packages/server/src/rooms/replica/replica.ts';
import type { Arrival } from '../packages/server/src/rooms/rooms.ts';
import type { Services } from '../packages/server/src/services/services.ts';
import type { Store } from '../packages/server/src/stores/store.ts';
import type { Files } from './disk.ts';
import type { Tables } from './shared-tables.ts';
import type { VirtualTime } from './time.ts';

/**
 * How bugs are planted: each part of a world may be put into another's clothes on its way to anyone who uses it. Nothing in
 * the product knows of it. One world each, for it may remember things.
 */
export interface Sabotage {
  /** The disk below the log store. */
  files?(files: Files): Files;
  store?(store: Store, time: VirtualTime): Store;
  /** What a database that servers share knows of a board before it writes. */
  tables?(tables: Tables): Tables;
  /** How one server of several hears the others. */
  bus?(bus: Bus, time: VirtualTime): Bus;
  /** The server's copy of a document, and its rules of what may be applied. */
  openReplica?(whole?: Whole): Replica;
  services?(services: Services): Services;
  /** A person on their way in, and by it their connection and the socket to them. */
  arrival?(arrival: Arrival): Arrival;
  /** What the app speaks by. */
  socket?(Socket: typeof WebSocket): typeof WebSocket;
  /** What a person edits by. */
  board?(board: Board, doc: BoardDoc): Board;
}
