import { statfsSync } from 'node:fs';
import { Failure } from '@gesso/crdt-schema';
import { networkOf } from '../config/addresses.ts';
import type { Config } from '../config/config.ts';
import { hourMs } from '../units.ts';
import { type Ledger, leastOf, noLedger } from './ledger.ts';
import { createMeter, type Meter } from './meter.ts';
import { createRecent } from './recent.ts';

/** People whose budget is remembered, and as many addresses; those who have not stored anything for longest are forgotten first. */
const remembered = 20_000;

/**
 * What a thing that is stored costs beside its content: rows, indexes, its audit. In bytes. A session is half a KiB, and kept for
 * weeks where nobody does anything with it: it counts as much more, so that one address makes 16,000 an hour and not millions a day.
 */
export const costs = { board: 4_096, link: 1_024, star: 256, tags: 1_024, session: 65_536, asset: 4_096 } as const;

/** Who has something stored. */
export interface Keeper {
  readonly person: string;
  readonly ip: string;
}

/**
 * What people may have stored an hour, and the room on the disk that is kept for those who are drawing. Everything that
 * people make asks here first. Throws `BUDGET_SPENT` for a person who has had their share, `DISK_FULL` when only the reserve is left.
 */
export interface StorageBudget {
  /** What is not drawn: boards, copies, links, pictures. Bytes may exceed what is left of a budget once. */
  make(who: Keeper, bytes: number): void;
  /** A guest who is remembered from now on, at the cost of their address. The reserve may be used: a full disk keeps nobody out. */
  remember(ip: string, bytes: number): void;
  /** A document brought over HTTP, for what it costs beside what `draw` counts of it. */
  bring(who: Keeper, bytes: number): void;
  /**
   * An update of a person who is drawing: it may use the reserve, and its board's size bounds it as well. What is `continued` was
   * let in before, and is counted without being refused.
   */
  draw(person: string, bytes: number, continued?: boolean): void;
  /** Whether there is more than the reserve, for what the server keeps by itself. */
  hasRoom(): boolean;
}

export interface StorageBudgetDeps {
  readonly config: Pick<Config, 'dataDir' | 'storedPerPerson' | 'storedPerAddress' | 'diskReserve'> &
    Partial<Pick<Config, 'databaseUrl'>>;
  readonly elapsed: () => number;
  /** Tells other servers what was stored by this one. */
  readonly ledger?: Pick<Ledger, 'open'> | undefined;
  /** Free bytes for this user where the data lies. Asked each time: the system knows it without looking at the disk. */
  readonly free?: (() => number) | undefined;
}

export const createStorageBudget = ({
  config,
  elapsed,
  // The disk of a database is another machine's: its operator watches it.
  free = () => (config.databaseUrl === undefined ? freeAt(config.dataDir) : Number.POSITIVE_INFINITY),
  ledger = noLedger,
}: StorageBudgetDeps): StorageBudget => {
  /** So many bytes an hour, all of which may come at once, whichever server stores them. */
  const hourly = (whose: string, burst: number): ((name: string) => Meter) => {
    const meters = createRecent(remembered, () => createMeter({ perSecond: burst / (hourMs / 1000), burst }));
    const apply = (name: string, bytes: number): void => void meters(name).charge(bytes, elapsed());
    const note = ledger.open(`stored by ${whose}`, { least: leastOf(burst), apply });
    return (name) => {
      const meter = meters(name);
      return {
        charge(bytes, at) {
          if (bytes > 0) note(name, bytes);
          return meter.charge(bytes, at);
        },
      };
    };
  };
  const personOf = hourly('person', config.storedPerPerson);
  const networks = hourly('address', config.storedPerAddress);
  const addressOf = (ip: string): Meter => networks(networkOf(ip));

  const charge = (bytes: number, ...whose: readonly Meter[]): void => {
    const at = elapsed();
    if (whose.some((meter) => meter.charge(0, at) > 0)) throw new Failure('BUDGET_SPENT');
    for (const meter of whose) meter.charge(bytes, at);
  };

  const hasRoom = (bytes = 0): boolean => config.diskReserve === 0 || free() - bytes > config.diskReserve;
  const keepReserve = (bytes: number): void => {
    if (!hasRoom(bytes)) throw new Failure('DISK_FULL');
  };

  return {
    make({ person, ip }, bytes) {
      keepReserve(bytes);
      charge(bytes, personOf(person), addressOf(ip));
    },
    remember(ip, bytes) {
      charge(bytes, addressOf(ip));
    },
    bring({ ip }, bytes) {
      keepReserve(bytes);
      charge(bytes, addressOf(ip));
    },
    draw(person, bytes, continued = false) {
      if (continued) personOf(person).charge(bytes, elapsed());
      else charge(bytes, personOf(person));
    },
    hasRoom: () => hasRoom(),
  };
};

/** Where the system does not say, there is room. */
const freeAt = (folder: string): number => {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
};
