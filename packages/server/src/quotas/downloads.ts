import { Readable } from 'node:stream';
import { Failure } from '@gesso/crdt-schema';
import { networkOf } from '../config/addresses.ts';
import type { Timers } from '../timers.ts';
import { minuteMs } from '../units.ts';
import { createTally } from './unread-answers.ts';

/**
 * Downloads that may be on their way at a time: to one person (a page loads six at once, and a person has some pages), to one address
 * (a school), to all. Each holds two parts of 128 KiB at most.
 */
const most = { person: 24, address: 400, all: 800 } as const;
/** A reader who takes less than this a second, after a minute, is cut off. */
const slowest = { graceMs: minuteMs, bytesPerMs: 16 } as const;

/** Bounds what is held for those who load what is stored in parts. */
export interface Downloads {
  /**
   * Parts as a stream that reads the next when the last has left. Throws `RATE_LIMITED` when this person or this address has too
   * many on their way, `OVERLOADED` when all together have.
   */
  stream(
    who: { readonly person: string; readonly ip: string },
    bytes: number,
    parts: AsyncIterable<Uint8Array>,
  ): Readable;
}

export const createDownloads = (timers: Pick<Timers, 'afterIdle'>): Downloads => {
  const going = createTally();
  return {
    stream({ person, ip }, bytes, parts) {
      const names = [`person ${person}`, `address ${networkOf(ip)}`, 'all'] as const;
      const [own, address, all] = names;
      if (going.of(own) >= most.person || going.of(address) >= most.address)
        throw new Failure('RATE_LIMITED', 'downloads');
      if (going.of(all) >= most.all) throw new Failure('OVERLOADED', 'downloads');
      for (const name of names) going.add(name, 1);
      const stream = Readable.from(parts, { objectMode: false, highWaterMark: 1 });
      const tooLate = timers.afterIdle(slowest.graceMs + bytes / slowest.bytesPerMs, () => stream.destroy());
      stream.once('close', () => {
        tooLate();
        for (const name of names) going.add(name, -1);
      });
      return stream;
    },
  };
};
