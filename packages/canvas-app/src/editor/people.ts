import { type ElementId, mayComment, mayWrite, type Person, type Role } from '@gesso/crdt-schema';
import type { Box } from '@gesso/drawing';
import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { BoardPoint } from './camera.ts';

/** A colleague on the same board, as presence tells. `cursor` is in board units. */
export interface Peer extends Person {
  readonly client: number;
  readonly cursor?: BoardPoint | undefined;
  /** Where they pointed last. */
  readonly place?: BoardPoint | undefined;
  readonly selection: readonly ElementId[];
  /** The text they type in, and the index of their caret in it. */
  readonly typing?: readonly [ElementId, number] | undefined;
  /** What they see of the board; told to those who follow them. */
  readonly view?: Box | undefined;
  /** Id of the person whose view they follow. */
  readonly follows?: string | undefined;
  /** What they say beside their pointer, as far as it is typed. */
  readonly chat?: string | undefined;
  /** Set while they look away or have not moved for a while. */
  readonly idle: boolean;
}

/** Who is on the board, and what the person at this page may do and points at. */
export interface People {
  readonly role: ReadonlySignal<Role>;
  /** Nobody edits what is not shown: not while one looks back. */
  readonly canEdit: ReadonlySignal<boolean>;
  readonly canComment: ReadonlySignal<boolean>;
  readonly peers: ReadonlySignal<readonly Peer[]>;
  /** Where my pointer is, or undefined while it is elsewhere. */
  readonly pointer: ReadonlySignal<BoardPoint | undefined>;
  setRole(role: Role): void;
  /** Whether a former state is shown in place of the board. */
  lookBack(isBack: boolean): void;
  setPeers(peers: readonly Peer[]): void;
  setPointer(at: BoardPoint | undefined): void;
}

export function createPeople(): People {
  const role = signal<Role>('editor');
  const isBack = signal(false);
  const peers = signal<readonly Peer[]>([]);
  const pointer = signal<BoardPoint | undefined>(undefined);
  return {
    role,
    canEdit: computed(() => !isBack.value && mayWrite(role.value)),
    canComment: computed(() => !isBack.value && mayComment(role.value)),
    peers,
    pointer,
    setRole(next) {
      role.value = next;
    },
    lookBack(next) {
      isBack.value = next;
    },
    setPeers(next) {
      peers.value = next;
    },
    setPointer(at) {
      pointer.value = at;
    },
  };
}
