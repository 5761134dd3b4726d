import { MiB } from '../units.ts';
import { type Ledger, leastOf, noLedger } from './ledger.ts';
import { createMeter, type Meter, type Rate } from './meter.ts';

/** How much may come in. */
interface Allowance {
  readonly messages: Rate;
  readonly bytes: Rate;
}

const allowance = (messages: number, mib: number, seconds: number): Allowance => ({
  messages: { perSecond: messages, burst: messages * seconds },
  bytes: { perSecond: mib * MiB, burst: mib * MiB * seconds },
});

/**
 * A person who draws sends about 150 messages a second, and once, when they come back, up to 16 MiB. A board has room
 * for hundreds of them, and an address for a school. A person may have several windows open.
 */
const allowances = {
  socket: allowance(400, 4, 6),
  person: allowance(2_000, 16, 6),
  board: allowance(20_000, 32, 4),
  ip: allowance(40_000, 64, 4),
} as const;

type Whose = keyof typeof allowances;

/** Allowances of people, boards and addresses that have nobody connected and are still remembered. */
const remembered = 10_000;
/** Longest pause at a time, so that a connection is still seen to be there. */
const longestMs = 5_000;

interface Shared {
  readonly messages: Meter;
  readonly bytes: Meter;
  users: number;
}

/** How long a connection has to wait before it may send more. */
export interface Wait {
  readonly ms: number;
  /** Whether this connection or its person has itself used up what it may: others on the board are no reason to end it. */
  readonly own: boolean;
}

export interface RateLimit {
  charge(bytes: number, now: number): Wait;
  /** The connection is gone. */
  release(): void;
}

/** Counts what connections send, alone and together: per connection, person, board and address. */
export interface RateLimits {
  of(who: { readonly person: string; readonly board: string; readonly ip: string }): RateLimit;
}

const meters = (whose: Whose): Shared => ({
  messages: createMeter(allowances[whose].messages),
  bytes: createMeter(allowances[whose].bytes),
  users: 0,
});

export interface RateLimitsDeps {
  /** Tells other servers what was sent to this one. */
  readonly ledger?: Pick<Ledger, 'open'>;
  readonly elapsed?: () => number;
  readonly most?: number;
}

export const createRateLimits = ({
  ledger = noLedger,
  elapsed = () => 0,
  most = remembered,
}: RateLimitsDeps = {}): RateLimits => {
  const shared = new Map<string, Shared>();
  const noteOf = (whose: Whose) => {
    const page = (what: 'messages' | 'bytes') => {
      // Whoever is not known here has not sent anything for a while, or never.
      const apply = (name: string, amount: number): void =>
        void shared.get(`${whose} ${name}`)?.[what].charge(amount, elapsed());
      return ledger.open(`${what} of ${whose}`, { least: leastOf(allowances[whose][what].burst), apply });
    };
    const [messages, bytes] = [page('messages'), page('bytes')];
    return (name: string, amount: number): void => {
      messages(name, 1);
      bytes(name, amount);
    };
  };
  // What comes to a board is read by each of its servers, and bounded there.
  const [notePerson, noteAddress] = [noteOf('person'), noteOf('ip')];

  const enter = (whose: Whose, name: string): { readonly key: string; readonly meter: Shared } => {
    const key = `${whose} ${name}`;
    const meter = shared.get(key) ?? meters(whose);
    meter.users++;
    shared.set(key, meter);
    return { key, meter };
  };

  /** Kept for a while, so that coming back is no way to a new allowance; those least recently used are forgotten. */
  const leave = ({ key, meter }: { readonly key: string; readonly meter: Shared }): void => {
    meter.users--;
    shared.delete(key);
    shared.set(key, meter);
    for (const [old, { users }] of shared) {
      if (shared.size <= most) return;
      if (users === 0) shared.delete(old);
    }
  };

  const waitFor = ({ messages, bytes }: Shared, amount: number, now: number): number =>
    Math.max(messages.charge(1, now), bytes.charge(amount, now));

  return {
    of({ person, board, ip }) {
      const own = meters('socket');
      const theirs = enter('person', person);
      const others = [enter('board', board), enter('ip', ip)];
      let left = false;
      return {
        charge(amount, now) {
          notePerson(person, amount);
          noteAddress(ip, amount);
          const mine = Math.max(waitFor(own, amount, now), waitFor(theirs.meter, amount, now));
          const all = others.reduce((most, { meter }) => Math.max(most, waitFor(meter, amount, now)), mine);
          return { ms: Math.min(all, longestMs), own: mine > 0 };
        },
        release() {
          if (left) return;
          left = true;
          for (const one of [theirs, ...others]) leave(one);
        },
      };
    },
  };
};
