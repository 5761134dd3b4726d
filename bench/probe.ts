/**
 * Loaded into a measured process with `--import`: answers every message of its parent with what it has used so far. The
 * measured program knows nothing of it, and the channel does not keep it alive.
 */
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuSeconds: (user + system) / 1e6, rssMB: process.memoryUsage.rss() / 1e6 });
});
process.channel?.unref();
