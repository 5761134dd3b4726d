import type { Failure } from '@gesso/crdt-schema';
import type { Access } from './member.ts';

/** What a room tells its host. */
export interface RoomEvents {
  /** May throw a `Failure` to refuse an update before it is applied. */
  beforeUpdate(board: string, update: Uint8Array, access: Access, continued: boolean): void;
  onStored(board: string, bytes: number): void;
  /** What a person sent was refused and their connection ended. */
  onRefused(board: string, access: Access, failure: Failure): void;
}

/** What all rooms of a process tell their host. */
export interface RoomsEvents extends RoomEvents {
  onOpen(board: string): void;
  onClosed(board: string): void;
  /** The name in the document changed, and that is on disk. */
  onNamed(board: string, name: string): void;
  /** Part of a board's log was unreadable and has been set aside. */
  onDamage(board: string, records: number): void;
  /** Records that would have held up everybody were set aside, with what can be applied of them in their place. */
  onCostly(board: string, records: number): void;
  /** The store began to fail (with the error), or works again (without). */
  onStoreHealth(error: unknown): void;
  /** Something that harms nobody at the moment, but that an operator should know. */
  onTrouble(what: string, error: unknown): void;
}
