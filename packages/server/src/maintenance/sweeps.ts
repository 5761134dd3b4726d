import { unstoredDays } from '../auth/guest-token.ts';
import type { Services } from '../services/services.ts';
import { nextTurn } from '../timers.ts';
import { dayMs } from '../units.ts';

const sweepEveryMs = 60 * 60 * 1000;

/** Forgets what is too old or too much, now and every hour. Returns what stops it. */
export const sweepRecords = (services: Services): (() => void) => {
  const { log, timers } = services;
  let running = false;
  let stopped = false;
  const run = (): void => {
    if (running) return;
    running = true;
    forgetOld(services, () => stopped)
      .catch((error) => log.error({ err: error }, 'what is old was not forgotten'))
      .finally(() => {
        running = false;
      });
  };
  run();
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
  };
  let gone = 0;
  for await (const taken of repositories.sweep(ages)) {
    gone += taken;
    await nextTurn(timers);
    if (stopped()) break;
  }
  return gone;
};
