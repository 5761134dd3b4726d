/** What waits to be told by the database: what is newest of each board, and orders, within bounds. Payloads of NOTIFY are text. */
import { boardOf, type Message } from './messages.ts';

/** A payload may have 7,999 bytes. */
const mostLetters = 7_900;
/** Payloads that one statement takes. */
const mostPayloads = 50;
/** Messages that wait at most; a board has three of them. */
const mostWaiting = 10_000;

const separator = ' ';

export interface Letters {
  /** Takes the place of one that says the same of the same board. Returns why not: it does not fit into a payload, or too much waits. */
  put(message: Message, bytes: Buffer): 'large' | 'full' | undefined;
  /** Takes out what waits longest, as payloads with as much in each as goes in. */
  take(): Batch;
  readonly size: number;
}

export interface Batch {
  readonly payloads: readonly string[];
  /** Puts back what was not told, but for what was said anew meanwhile. */
  putBack(): void;
}

const isOfItsOwn = ({ kind }: Message): boolean => kind === 'order' || kind === 'spent';

/** Messages with one key are one: the newest says all that those before it said. */
const keyOf = (message: Message, number: number): string =>
  isOfItsOwn(message) ? `${message.kind} ${number}` : `${message.kind} ${boardOf(message)}`;

export function createLetters(): Letters {
  const waiting = new Map<string, string>();
  let ofTheirOwn = 0;
  return {
    put(message, bytes) {
      const text = bytes.toString('base64');
      if (text.length > mostLetters) return 'large';
      const key = keyOf(message, ofTheirOwn);
      if (waiting.size >= mostWaiting && !waiting.has(key)) return 'full';
      if (isOfItsOwn(message)) ofTheirOwn++;
      waiting.set(key, text);
      return undefined;
    },
    take() {
      const taken: [string, string][] = [];
      const payloads: string[] = [];
      let payload = '';
      for (const [key, text] of waiting) {
        const longer = payload === '' ? text : payload + separator + text;
        if (longer.length <= mostLetters) {
          payload = longer;
        } else {
          payloads.push(payload);
          payload = text;
          if (payloads.length === mostPayloads) break;
        }
        taken.push([key, text]);
      }
      if (payload !== '' && payloads.length < mostPayloads) payloads.push(payload);
      for (const [key] of taken) waiting.delete(key);
      return {
        payloads,
        putBack() {
          for (const [key, text] of taken) if (!waiting.has(key) && waiting.size < mostWaiting) waiting.set(key, text);
        },
      };
    },
    get size() {
      return waiting.size;
    },
  };
}

/** The messages in a payload. What is none comes as bytes that `readMessage` does not read. */
export const lettersIn = (payload: string): readonly Buffer[] =>
  payload.split(separator).map((text) => Buffer.from(text, 'base64'));
