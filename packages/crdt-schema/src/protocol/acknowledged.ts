/**
 * Which own changes the server has on disk. Changes are numbered as they are made; each frame of a socket that changes the document covers
 * all changes up to one of them, and `saved n` says that n frames are stored. The app and `packages/client` count by this.
 */
export interface Acknowledged {
  /** A change was made here. */
  made(): void;
  /** A socket opened: its frames are counted from none. */
  opened(): void;
  /**
   * A frame has left that counts. `whole`: all that the server lacked (sync step 2); `empty`: nothing; `part`: some of it, whatever was
   * made since.
   */
  sent(frame: { readonly whole: boolean; readonly empty: boolean; readonly part?: boolean }): void;
  /** Some of what the server lacks leaves in parts: until a whole frame has left, not all is stored. */
  owes(): void;
  /** The server has the first `count` frames of this socket on disk. */
  stored(count: number): void;
  /** Changes that are not known to be on disk. */
  waiting(): number;
  /** Whether all changes and all frames of this socket are known to be on disk. */
  allStored(): boolean;
  /** How many frames have left by this socket. */
  frames(): number;
}

/** Begins with nothing made. */
export function countAcknowledged(): Acknowledged {
  let made = 0;
  let saved = 0;
  /** For each frame of this socket, the last change it covers. */
  let covers: number[] = [];
  let stored = 0;
  /** Before all that the server lacked has left, a frame says nothing of changes that were made without a connection. */
  let caughtUp = false;
  let isOwing = false;
  return {
    made() {
      made += 1;
    },
    opened() {
      covers = [];
      stored = 0;
      caughtUp = false;
      isOwing = false;
    },
    sent({ whole, empty, part = false }) {
      if (whole) caughtUp = true;
      if (whole) isOwing = false;
      if (!empty) covers.push(caughtUp && !part ? made : saved);
      else if (whole) saved = made;
    },
    owes() {
      isOwing = true;
    },
    stored(count) {
      stored = Math.min(covers.length, Math.max(stored, count));
      saved = Math.max(saved, covers[stored - 1] ?? 0);
    },
    waiting: () => made - saved,
    allStored: () => !isOwing && made <= saved && stored >= covers.length,
    frames: () => covers.length,
  };
}
