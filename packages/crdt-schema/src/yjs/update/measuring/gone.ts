import * as Y from 'yjs';
import type { List } from '../reading/lists.ts';
import type { Reading } from '../reading/reading.ts';
import { firstBehind, structsIn } from '../reading/structs.ts';

/** What of one shared text is deleted. */
export interface Deleted {
  readonly letters: number;
  readonly formats: number;
}

/** Clocks that come with an update. */
export interface Brought {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

/** What an update deletes in the shared texts of a document. */
export interface Gone {
  /** Of what the document has. */
  known(list: List, kind: keyof Deleted): number;
  /** Of what comes with the update. */
  brought(parts: readonly Brought[]): number;
}

const overlap = (from: number, length: number, begin: number, size: number): number =>
  Math.max(0, Math.min(from + length, begin + size) - Math.max(from, begin));

/** Goes through the ranges once, however many texts are asked for: each of its structs is looked at no more than once. */
export const goneBy = ({ deletes }: Reading, doc: Y.Doc): Gone => {
  const texts = new Map<unknown, { letters: number; formats: number }>();
  for (const [client, ranges] of deletes) {
    for (const range of ranges) {
      const { clock, len } = range;
      for (const struct of structsIn(doc, client, range)) {
        if (!(struct instanceof Y.Item) || struct.deleted || struct.parentSub !== null) continue;
        const kind = struct.countable ? 'letters' : 'formats';
        const text = texts.get(struct.parent) ?? { letters: 0, formats: 0 };
        text[kind] += overlap(clock, len, struct.id.clock, struct.length);
        texts.set(struct.parent, text);
      }
    }
  }
  return {
    known: ({ type }, kind) => (type === undefined ? 0 : (texts.get(type)?.[kind] ?? 0)),
    brought(parts) {
      let sum = 0;
      for (const { client, clock, length } of parts) {
        const ranges = deletes.get(client) ?? [];
        for (let i = firstBehind(ranges, clock); i < ranges.length; i++) {
          const range = ranges[i];
          if (range === undefined || range.clock >= clock + length) break;
          sum += overlap(range.clock, range.len, clock, length);
        }
      }
      return sum;
    },
  };
};
