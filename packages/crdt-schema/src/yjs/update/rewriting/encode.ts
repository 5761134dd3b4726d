import * as encoding from 'lib0/encoding';
import { AsciiEncoder } from '../../ascii-encoder.ts';
import type { Struct } from '../reading/structs.ts';

/** A range to delete: client, first clock, length. */
export type Range = readonly [client: number, clock: number, length: number];

/** An update in the making: structs of each client by their clocks, and ranges to delete, sorted and joined. */
export interface UpdateWriter {
  /** `from`: the clock before which it is left out. */
  add(struct: Struct, from?: number): void;
  delete(range: Range): void;
  /** Bytes so far, roughly. */
  readonly bytes: number;
  readonly structs: number;
  readonly ranges: number;
  finish(): Uint8Array;
}

interface Part {
  readonly from: number;
  readonly encoder: AsciiEncoder;
  count: number;
}

/** Writes an update as Yjs does (version 1), from structs that were read and not applied. */
export const updateWriter = (): UpdateWriter => {
  const parts = new Map<number, Part>();
  const deletes = new Map<number, Range[]>();
  let bytes = 0;
  let structs = 0;
  let ranges = 0;
  return {
    add(struct, from = struct.id.clock) {
      const { client, clock } = struct.id;
      const begin = Math.max(from, clock);
      const part = parts.get(client) ?? { from: begin, encoder: new AsciiEncoder(), count: 0 };
      parts.set(client, part);
      const before = encoding.length(part.encoder.restEncoder);
      struct.write(part.encoder, begin - clock);
      part.count++;
      structs++;
      bytes += encoding.length(part.encoder.restEncoder) - before;
    },
    delete(range) {
      const known = deletes.get(range[0]);
      if (known === undefined) deletes.set(range[0], [range]);
      else known.push(range);
      bytes += 6;
      ranges++;
    },
    get bytes() {
      return bytes;
    },
    get structs() {
      return structs;
    },
    get ranges() {
      return ranges;
    },
    finish() {
      const encoder = encoding.createEncoder();
      encoding.writeVarUint(encoder, parts.size);
      for (const [client, { from, encoder: own, count }] of [...parts].sort(([a], [b]) => b - a)) {
        for (const number of [count, client, from]) encoding.writeVarUint(encoder, number);
        encoding.writeUint8Array(encoder, encoding.toUint8Array(own.restEncoder));
      }
      encoding.writeVarUint(encoder, deletes.size);
      for (const [client, own] of [...deletes].sort(([a], [b]) => b - a)) {
        encoding.writeVarUint(encoder, client);
        encoding.writeVarUint(encoder, own.length);
        for (const [, clock, length] of own) {
          encoding.writeVarUint(encoder, clock);
          encoding.writeVarUint(encoder, length);
        }
      }
      return encoding.toUint8Array(encoder);
    },
  };
};
