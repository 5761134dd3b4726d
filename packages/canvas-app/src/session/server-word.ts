import type { Person, Role } from '@gesso/crdt-schema';
import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals-core';
import type { Connection } from '../network/connect.ts';
import { rememberRole } from '../network/join-board.ts';
import { readObject, writeItem } from '../storage.ts';
import { hintOfNotice, noticeOf } from '../words/failure-words.ts';
import { say } from '../words/say.ts';

/** Key of who one is, on this device. */
const meKey = 'gesso.me';

const readMe = (storage: Storage | undefined): Person | undefined => {
  const { id, name, color } = readObject(storage, meKey);
  return id === undefined ? undefined : { id: String(id), name: String(name), color: String(color) };
};

/** What is announced, and what to do where that is known. */
export interface Notice {
  readonly message: string;
  readonly hint?: string;
}

/** What the server says of the person and of the board. */
export interface ServerWord {
  /**
   * Who one is: until the server has said so, and while it is away, who one was on this device on the last visit. The server checks
   * the author of comments when it is back: those of a person who has become another by then are left out, and that is said.
   */
  readonly you: ReadonlySignal<Person | undefined>;
  /** What it announces, while it lasts, or that it does not answer. */
  readonly notice: ReadonlySignal<Notice | undefined>;
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
  readonly tell: (message: string, tone: 'info' | 'error') => void;
}

export function serverWord({ connection, id, storage, setRole, isEmpty, tell }: ServerWordDeps): ServerWord {
  const you = signal<Person | undefined>(undefined);
  const unanswered = signal(false);
  /** Nobody would see what is drawn from here on; and nothing could be kept of a board that was never open here. */
  const isOver = computed(() => {
    const { sync, reason = '' } = connection.status.value;
    return sync === 'refused' && (isEmpty() || /^(?:REVOKED|SENT_AWAY|BOARD_IN_TRASH|NO_SUCH_BOARD)$/.test(reason));
  });
  const stops = [
    effect(() => {
      const role = connection.role.value;
      const board = id.peek();
      if (isOver.value) setRole('viewer');
      else if (role !== undefined && board !== undefined) {
        setRole(role);
        rememberRole(storage, board, role);
      }
    }),
    effect(() => {
      const told = connection.told.value;
      // A word about a person is answered by a feature, and so is one upon which the copy here has to be begun anew.
      if (told && !told.person && told.code !== 'COMMENT_LEFT_OUT')
        untracked(() => tell(noticeOf(told), told.code === 'STORE_RECOVERED' ? 'info' : 'error'));
    }),
    effect(() => {
      if (connection.you.value !== undefined) you.value = connection.you.value;
    }),
    effect(() => {
      if (connection.status.value.sync === 'offline') you.value ??= readMe(storage);
      if (you.value !== undefined) writeItem(storage, meKey, JSON.stringify(you.value));
    }),
  ];
  return {
    you,
    notice: computed(() => {
      if (unanswered.value) return { message: say('status.noAnswer') };
      const notice = connection.notice.value;
      return notice && { message: noticeOf(notice), hint: hintOfNotice(notice) };
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
