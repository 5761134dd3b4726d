import type { Person, Role } from '@gesso/crdt-schema';
import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals-core';
import type { Connection } from '../network/connect.ts';
import { rememberRole } from '../network/join-board.ts';
import { noticeOf } from '../words/failure-words.ts';
import { say } from '../words/say.ts';

/** What the server says of the person and of the board. */
export interface ServerWord {
  readonly you: ReadonlySignal<Person | undefined>;
  /** What it announces, while it lasts, or that it does not answer. */
  readonly notice: ReadonlySignal<{ readonly message: string } | undefined>;
  /** The person has another name or color now. */
  onRenamed(now: Partial<Person>): void;
  /** Whether the server has not answered yet, or is asked again. */
  onWaiting(waiting: boolean): void;
  stop(): void;
}

export interface ServerWordDeps {
  readonly connection: Connection;
  readonly id: ReadonlySignal<string | undefined>;
  readonly storage: Storage | undefined;
  readonly setRole: (role: Role) => void;
  /** Whether nothing is on the board. */
  readonly isEmpty: () => boolean;
  readonly tell: (message: string, tone: 'error') => void;
}

export function serverWord({ connection, id, storage, setRole, isEmpty, tell }: ServerWordDeps): ServerWord {
  const you = signal<Person | undefined>(undefined);
  const unanswered = signal(false);
  const stops = [
    effect(() => {
      const role = connection.role.value;
      const board = id.peek();
      if (role === undefined || board === undefined) return;
      setRole(role);
      rememberRole(storage, board, role);
    }),
    effect(() => {
      // A board that was never open here: nothing drawn on it could be kept anywhere.
      if (connection.status.value.sync === 'refused' && isEmpty()) setRole('viewer');
    }),
    effect(() => {
      const told = connection.told.value;
      // A word about a person is answered by a feature.
      if (told && !told.person) untracked(() => tell(noticeOf(told), 'error'));
    }),
    effect(() => {
      if (connection.you.value !== undefined) you.value = connection.you.value;
    }),
  ];
  return {
    you,
    notice: computed(() => {
      if (unanswered.value) return { message: say('status.noAnswer') };
      const notice = connection.notice.value;
      return notice && { message: noticeOf(notice) };
    }),
    onRenamed(now) {
      const me = you.peek();
      if (me !== undefined) you.value = { ...me, ...now };
    },
    onWaiting(waiting) {
      unanswered.value = waiting;
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}
