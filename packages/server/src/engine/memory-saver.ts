import { setFlagsFromString } from 'node:v8';
import { systemTimers, type Timers } from '../timers.ts';
import { MiB } from '../units.ts';

/**
 * What the process may hold beyond what it uses, in bytes, before the engine is told to spare: about 80 MiB of it are the
 * runtime itself. Below the second bound it goes back to spending memory where that saves time.
 */
const surplusBytes = { above: 112 * MiB, below: 96 * MiB } as const;
const sampleEveryMs = 1_000;

/** Whether the engine should spare, by what the process holds beyond its use; between the two bounds it stays as it was. */
export const sparesAt = (sparing: boolean, surplus: number): boolean =>
  surplus > (sparing ? surplusBytes.below : surplusBytes.above);

/**
 * Gives back what a rush has taken. Left alone, the engine keeps the pages of its heap for the next rush: after the hostile
 * suite a server held 390 MiB and used 45. In its memory saver mode it collects earlier, compacts, and returns pages; all the
 * time that would cost about a twelfth more CPU, so it is on only while there is something to return. Runs for the life of
 * the process and does not keep it alive.
 */
export const startMemorySaver = (timers: Timers = systemTimers): void => {
  let sparing = false;
  const sample = (): void => {
    const { rss, heapUsed, external } = process.memoryUsage();
    const next = sparesAt(sparing, rss - heapUsed - external);
    if (next === sparing) return;
    sparing = next;
    // V8 reads this one each time it plans a collection, so it may change while the engine runs.
    setFlagsFromString(sparing ? '--memory-saver-mode' : '--no-memory-saver-mode');
  };
  timers.every(sampleEveryMs, sample);
};
