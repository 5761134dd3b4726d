import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * Loaded into a measured process with `--import`: answers every message of its parent with what it has used so far, or with how late
 * its event loop was since it was asked that last. The measured program knows nothing of it, and the channel does not keep it alive.
 */
let delays: ReturnType<typeof monitorEventLoopDelay> | undefined;

/** ms; what an interval of 1 ms takes by itself is part of it. */
const readDelays = () => {
  const told = { p99: (delays?.percentile(99) ?? 0) / 1e6, max: (delays?.max ?? 0) / 1e6 };
  delays ??= monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  delays.reset();
  return told;
};

process.on('message', (what) => {
  if (what === 'delays') {
    process.send?.(readDelays());
    return;
  }
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuSeconds: (user + system) / 1e6, rssMB: process.memoryUsage.rss() / 1e6 });
});
process.channel?.unref();
