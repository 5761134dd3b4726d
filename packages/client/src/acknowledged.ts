/** Which own changes the server has on disk: it counts the frames of a socket that change the document, and tells how many are stored. */
export interface Acknowledged {
  /** A change was made here. */
  made(): void;
  /** A socket opened: its frames are counted from none. */
  opened(): void;
  /** A frame has left. `whole`: all that the server lacked; `empty`: nothing. */
  sent(frame: { readonly whole: boolean; readonly empty: boolean }): void;
  /** The server has the first `count` frames of this socket on disk. */
  stored(count: number): void;
  /** Changes that are not known to be on disk. */
  readonly waiting: number;
}

/** Begins with nothing made. `onChange` is called whenever `waiting` may be another. */
export function countAcknowledged(onChange: () => void): Acknowledged {
  let made = 0;
  let saved = 0;
  /** For each frame of this socket, the last change it covers. */
  let covers: number[] = [];
  /** Before all that the server lacked has left, a frame says nothing of changes that were made without a connection. */
  let isCaughtUp = false;
  return {
    made() {
      made += 1;
      onChange();
    },
    opened() {
      covers = [];
      isCaughtUp = false;
    },
    sent({ whole, empty }) {
      if (whole) isCaughtUp = true;
      if (!empty) covers.push(isCaughtUp ? made : saved);
      else if (whole) saved = made;
      onChange();
    },
    stored(count) {
      saved = Math.max(saved, covers[Math.min(count, covers.length) - 1] ?? 0);
      onChange();
    },
    get waiting() {
      return made - saved;
    },
  };
}
