import { type NoticeMessage, type Person, type Role, readServerMessage } from '@gesso/crdt-schema';
import { type ReadonlySignal, signal } from '@preact/signals-core';

/** What the server says beside the document. */
export interface ServerMessages {
  readonly role: ReadonlySignal<Role | undefined>;
  readonly you: ReadonlySignal<Person | undefined>;
  /** What the server last announced (storage trouble, restart), until it is over: for each socket anew, as the next may be another server's. */
  readonly notice: ReadonlySignal<NoticeMessage | undefined>;
  /** What it last said once: of what is over, or of a person. */
  readonly told: ReadonlySignal<NoticeMessage | undefined>;
  /** Hears ephemeral messages of others. Returns its stop. */
  onLive(listener: (body: Uint8Array) => void): () => void;
  /** A socket has opened, of which nothing was heard. */
  opened(): void;
  /** Reads a message; what is none is passed over. */
  hear(...message: Parameters<typeof readServerMessage>): void;
}

/** What does not stay, and takes no place from what does. */
const isSaidOnce = ({ code, person }: NoticeMessage): boolean => !!person || /^TEXT_FULL|_OUT$/.test(code);

/** That what was announced is over. Who has nothing to store would not hear it by that. */
const isEnd = ({ code }: NoticeMessage): boolean => code === 'STORE_RECOVERED';

/** Keeps what the server says. `saved` hears how many frames of this socket it has stored. */
export function hearServer(saved: (count: number) => void): ServerMessages {
  const role = signal<Role | undefined>(undefined);
  const you = signal<Person | undefined>(undefined);
  const notice = signal<NoticeMessage | undefined>(undefined);
  const told = signal<NoticeMessage | undefined>(undefined);
  const liveListeners = new Set<(body: Uint8Array) => void>();
  return {
    role,
    you,
    notice,
    told,
    onLive(listener) {
      liveListeners.add(listener);
      return () => liveListeners.delete(listener);
    },
    opened() {
      notice.value = undefined;
    },
    hear(type, decoder) {
      const message = readServerMessage(type, decoder);
      switch (message?.type) {
        case 'saved':
          notice.value = undefined;
          saved(message.count);
          break;
        case 'role':
          role.value = message.role;
          you.value = message.you;
          break;
        case 'notice':
          if (isEnd(message)) notice.value = undefined;
          (isEnd(message) || isSaidOnce(message) ? told : notice).value = message;
          break;
        case 'live':
          for (const listener of liveListeners) listener(message.body);
          break;
      }
    },
  };
}
