import { unstoredDays } from '../auth/guest-token.ts';
import type { Services } from '../services/services.ts';
import { nextTurn } from '../timers.ts';
import { dayMs } from '../units.ts';
import { giveUpAssets } from './unnamed-assets.ts';

/** How often it is looked (ms) whether anything is to be forgotten. */
export const sweepEveryMs = 60 * 60 * 1000;
/** How long (ms) one sweep is enough for all servers on one store: a timer may come a little early. */
export const sweptForMs = sweepEveryMs - 5 * 60 * 1000;

/** Forgets what is too old or too much, now and every hour, on one of the servers. Returns what stops it. */
export const sweepRecords = (services: Services): (() => void) => {
  const { log, timers, repositories } = services;
  let running = false;
  let stopped = false;
  const failed = (error: unknown): void => {
    // The store may be closed under it.
    if (!stopped) log.error({ err: error }, 'what is old was not forgotten');
  };
  const sweep = async (): Promise<void> => {
    if (!(await repositories.turns.mine('records', sweptForMs))) return;
    for (const work of [giveUpAssets, forgetOld, forgetHistory]) await work(services, () => stopped).catch(failed);
  };
  const run = async (): Promise<void> => {
    if (running) return;
    running = true;
    await sweep().catch(failed);
    running = false;
  };
  void run();
  const stop = timers.every(sweepEveryMs, run);
  return () => {
    stopped = true;
    stop();
  };
};

/** Takes one step after the other, and lets everything else that is due go first. Resolves to the number of rows that went. */
const forgetOld = async (
  { repositories, config, now, timers }: Pick<Services, 'repositories' | 'config' | 'now' | 'timers'>,
  stopped: () => boolean = () => false,
): Promise<number> => {
  const at = now();
  const ages = {
    old: at - config.keepDays * dayMs,
    // As long as a cookie could prove by itself whose it was.
    ended: at - (unstoredDays + 1) * dayMs,
    passing: at - config.passingDays * dayMs,
    // One that is being uploaded again is not taken away under it.
    loose: at - dayMs,
  };
  let gone = 0;
  for await (const taken of repositories.sweep(ages)) {
    gone += taken;
    await nextTurn(timers);
    if (stopped()) break;
  }
  return gone;
};

/** Forgets what of the history of boards is too old or too much, a board at a time. */
const forgetHistory = async (
  { store, config, now, timers }: Pick<Services, 'store' | 'config' | 'now' | 'timers'>,
  stopped: () => boolean,
): Promise<void> => {
  const at = now();
  const ages = { now: at, before: at - config.historyDays * dayMs, bytes: config.historyPerBoard };
  for await (const _board of store.history.sweep(ages)) {
    await nextTurn(timers);
    if (stopped()) return;
  }
};
