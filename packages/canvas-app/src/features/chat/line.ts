/** Runs `work` after so many ms unless the function it returns is called before. */
export type After = (ms: number, work: () => void) => () => void;

/** The timer of the page. */
export const afterMs: After = (ms, work) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

/** ms after the last key in which a line is to be read. */
export const lineLife = 5_000;

export interface LineDeps {
  /** Shows a line to everybody, or nothing any more. */
  readonly say: (line: string | undefined) => void;
  /** Takes the field away. */
  readonly close: () => void;
  readonly after: After;
}

/** What a person says beside their pointer, one line after the other. */
export interface Line {
  /** The field holds this after a key. */
  type(text: string): void;
  /** The line is said: it stays for its time, and the next key begins another. Without one the field is left. */
  send(): void;
  /** The field is left; what is said stays for its time. */
  leave(): void;
  /** Takes back at once what is said. */
  withdraw(): void;
}

export const createLine = ({ say, close, after }: LineDeps): Line => {
  let cancel = (): void => {};
  /** Whether the field holds anything: what was sent is not in it any more. */
  let holds = false;
  const withdraw = () => {
    cancel();
    holds = false;
    say(undefined);
    close();
  };
  const rest = () => {
    cancel();
    cancel = after(lineLife, withdraw);
  };
  return {
    type(text) {
      holds = text.trim() !== '';
      say(holds ? text : undefined);
      rest();
    },
    send() {
      if (holds) rest();
      else close();
      holds = false;
    },
    leave() {
      holds = false;
      close();
    },
    withdraw,
  };
};
