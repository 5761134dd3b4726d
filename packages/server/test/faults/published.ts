/** What Redis says over a connection, cut at its values: messages that were published get lost, come twice, late or in another order. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Filter } from './wire.ts';

/** What becomes of the next message: how late each copy of it comes (ms); none where it gets lost. */
export interface Trouble {
  readonly copies: () => readonly number[];
  /** Whether it waits for those before it. */
  readonly inOrder: boolean;
}

/** The troubles of one way. */
export interface Published {
  readonly filter: Filter;
  /** From now on, or no more. */
  upset(trouble: Trouble | undefined): void;
  /** Messages that did not come as they were published. */
  readonly upsets: number;
}

const lineEnd = '\r\n';

/** Where the value of RESP 2 or 3 that begins at `at` ends (https://redis.io/docs/latest/develop/reference/protocol-spec), or undefined where it is not all there. */
export function endOfValue(bytes: Buffer, at: number): number | undefined {
  const line = bytes.indexOf(lineEnd, at);
  if (line < 0) return undefined;
  const type = bytes.toString('latin1', at, at + 1);
  const count = Number(bytes.toString('latin1', at + 1, line));
  let end = line + lineEnd.length;
  if ('$=!'.includes(type)) {
    if (count >= 0) end += count + lineEnd.length;
    return end <= bytes.length ? end : undefined;
  }
  // A map has pairs, and attributes stand before the value they are of.
  const parts = '*~>'.includes(type) ? count : type === '%' ? 2 * count : type === '|' ? 2 * count + 1 : 0;
  for (let left = parts; left > 0; left--) {
    const next = endOfValue(bytes, end);
    if (next === undefined) return undefined;
    end = next;
  }
  return end;
}

const isPublished = (value: Buffer): boolean => /^[>*]3\r\n\$7\r\nmessage\r\n/.test(value.toString('latin1', 0, 20));

/** What gives out values as they become whole. */
const wholeValues = (give: (value: Buffer) => void) => {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes: Buffer): void => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    let at = 0;
    for (let end = endOfValue(rest, 0); end !== undefined; end = endOfValue(rest, at)) {
      give(rest.subarray(at, end));
      at = end;
    }
    rest = rest.subarray(at);
  };
};

export function createPublished(): Published {
  let trouble: Trouble | undefined;
  let upsets = 0;
  const filter: Filter = (write) => {
    let before: Promise<unknown> = Promise.resolve();
    const late = async (value: Buffer, ms: number, inOrder: boolean): Promise<void> => {
      const others = before;
      const due = pause(ms);
      before = inOrder ? Promise.all([others, due]) : others;
      await (inOrder ? before : due);
      write(value);
    };
    return wholeValues((value) => {
      if (trouble === undefined || !isPublished(value)) return write(value);
      const { copies, inOrder } = trouble;
      const all = copies();
      if (all.length !== 1 || all[0] !== 0) upsets++;
      for (const ms of all) {
        if (ms === 0 && !inOrder) write(value);
        else void late(Buffer.from(value), ms, inOrder);
      }
    });
  };
  return {
    filter,
    upset(next) {
      trouble = next;
    },
    get upsets() {
      return upsets;
    },
  };
}
