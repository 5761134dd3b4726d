import type { Cancel, Timers } from '../timers.ts';

/** How often others are told (ms). */
const tellEveryMs = 2_000;
/** What is told at once, what is remembered of one kind, and servers that are known; of more the oldest are forgotten. */
const most = { told: 80, kept: 20_000, servers: 1_000 } as const;

/** What was used: of what, whose, and how much. */
export type Spent = readonly [of: string, name: string, amount: number];

/** Something that is bounded for all servers together. */
export interface Page {
  /** Less than so much of one name is not told: all of it that is told nowhere is no more than that for each server. */
  readonly least: number;
  /** Takes what was used elsewhere. */
  readonly apply: (name: string, amount: number) => void;
}

export interface LedgerDeps {
  readonly timers: Pick<Timers, 'every'>;
  /** Whether there may be another server. */
  readonly isShared: () => boolean;
  readonly tell: (used: readonly Spent[], number: number) => void;
}

/**
 * What people and addresses use is counted where they use it, and told to the other servers from time to time: nobody waits for a database to be
 * answered. One who goes to three servers has for some seconds a little more than at one, never three times as much.
 */
export interface Ledger {
  /** Returns what is to be called with what is used here. */
  open(of: string, page: Page): (name: string, amount: number) => void;
  /** Takes what another server tells. What it tells a second time, or late, is left out. */
  hear(used: readonly Spent[], number: number, from: string): void;
  stop: Cancel;
}

interface OpenPage extends Page {
  readonly used: Map<string, number>;
}

function dropOldest(map: Map<string, unknown>, bound: number): void {
  const [oldest] = map.keys();
  if (map.size > bound && oldest !== undefined) map.delete(oldest);
}

/** What is to be told: of all that is enough, what is most compared to the least. It is taken out. */
function taken(pages: ReadonlyMap<string, OpenPage>): readonly Spent[] {
  const enough = [...pages].flatMap(([of, { used, least }]) =>
    [...used].flatMap(([name, amount]) => (amount < least ? [] : [{ of, name, amount, times: amount / least }])),
  );
  const told = enough.sort((a, b) => b.times - a.times).slice(0, most.told);
  for (const { of, name } of told) pages.get(of)?.used.delete(name);
  return told.map(({ of, name, amount }) => [of, name, Math.round(amount)]);
}

export const createLedger = ({ timers, isShared, tell }: LedgerDeps): Ledger => {
  const pages = new Map<string, OpenPage>();
  /** The last number that each server has told. */
  const heard = new Map<string, number>();
  let number = 0;
  const stop = timers.every(tellEveryMs, () => {
    if (!isShared()) return;
    const used = taken(pages);
    if (used.length > 0) tell(used, ++number);
  });
  return {
    open(of, page) {
      const used = new Map<string, number>();
      pages.set(of, { ...page, used });
      return (name, amount) => {
        if (!isShared()) return;
        const before = used.get(name);
        used.set(name, (before ?? 0) + amount);
        if (before === undefined) dropOldest(used, most.kept);
      };
    },
    hear(used, at, from) {
      if (at <= (heard.get(from) ?? 0)) return;
      heard.delete(from);
      heard.set(from, at);
      dropOldest(heard, most.servers);
      for (const [of, name, amount] of used) pages.get(of)?.apply(name, amount);
    },
    stop,
  };
};

/** How much of what may be used at once is used before others are told. */
export const leastOf = (burst: number): number => Math.max(1, burst / 32);

/** Of a server that has nobody to tell. */
export const noLedger: Pick<Ledger, 'open'> = { open: () => () => undefined };
