import { Failure } from '@gesso/crdt-schema';
import { networkOf } from '../config/addresses.ts';
import { createMeter, type Meter } from '../quotas/meter.ts';
import { createRecent } from '../quotas/recent.ts';
import { createTally } from '../quotas/unread-answers.ts';
import type { Timers } from '../timers.ts';
import { minuteMs } from '../units.ts';

/** Pictures that may wait, the one that is being decoded included: of one person, of one address (a school), of all. */
const most = { person: 8, address: 24, all: 48 } as const;
/**
 * How long pictures may be decoded for a person and for an address, in ms: at once after a quiet while, and for each second after
 * that. A photograph takes about a second, and one that is made to be costly all it may.
 */
const decoding = {
  person: { burst: minuteMs, perSecond: 250 },
  address: { burst: 4 * minuteMs, perSecond: 500 },
} as const;
/** People whose time is remembered, and as many addresses. */
const remembered = 10_000;

/** Who sends a picture. */
export interface Sender {
  readonly person: string;
  readonly ip: string;
}

/** One picture is decoded at a time, and people take turns: one who brings many does not keep the others from theirs. */
export interface EncodingQueue {
  /**
   * Runs a job when its turn comes. Rejects with `RATE_LIMITED` for a person or an address that has had very much decoded or
   * has many waiting, with `OVERLOADED` when too many wait in all, and with what the job rejects with.
   */
  run<T>(sender: Sender, job: () => Promise<T>): Promise<T>;
  /** Jobs that are not done. */
  readonly length: number;
}

type Begin = () => Promise<unknown>;

export const createEncodingQueue = (timers: Pick<Timers, 'elapsed'>): EncodingQueue => {
  const decodedFor = {
    person: createRecent(remembered, () => createMeter(decoding.person)),
    address: createRecent(remembered, () => createMeter(decoding.address)),
  };
  const count = createTally();
  /** What waits, person by person; the person whose turn is next comes first. */
  const waiting = new Map<string, Begin[]>();
  let busy = false;

  const next = (): void => {
    const [first] = waiting;
    if (busy || first === undefined) return;
    const [person, jobs] = first;
    const begin = jobs.shift();
    waiting.delete(person);
    if (jobs.length > 0) waiting.set(person, jobs);
    if (begin === undefined) return;
    busy = true;
    void begin().finally(() => {
      busy = false;
      next();
    });
  };

  const inTurn = (person: string, begin: Begin): void => {
    waiting.set(person, [...(waiting.get(person) ?? []), begin]);
    next();
  };

  /** A job that measures what it takes. */
  const measured = async <T>(of: readonly Meter[], job: () => Promise<T>): Promise<T> => {
    const begun = timers.elapsed();
    try {
      return await job();
    } finally {
      const at = timers.elapsed();
      for (const meter of of) meter.charge(at - begun, at);
    }
  };

  return {
    async run(sender, job) {
      const person = `person ${sender.person}`;
      const address = `address ${networkOf(sender.ip)}`;
      const theirs = [decodedFor.person(person), decodedFor.address(address)];
      const at = timers.elapsed();
      if (count.of(person) >= most.person || count.of(address) >= most.address)
        throw new Failure('RATE_LIMITED', 'pictures that wait');
      if (theirs.some((meter) => meter.charge(0, at) > 0))
        throw new Failure('RATE_LIMITED', 'pictures that were decoded');
      if (count.of('all') >= most.all) throw new Failure('OVERLOADED', 'pictures that wait');
      const names = [person, address, 'all'];
      for (const name of names) count.add(name, 1);
      try {
        return await new Promise((resolve, reject) => {
          inTurn(person, () => measured(theirs, job).then(resolve, reject));
        });
      } finally {
        for (const name of names) count.add(name, -1);
      }
    },
    get length() {
      return count.of('all');
    },
  };
};
