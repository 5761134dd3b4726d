import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { longestSeconds } from './config.ts';
import { readCommit, readMachine } from './machine.ts';
import { formatSection, withSection } from './results.ts';
import type { Row } from './row.ts';
import { say } from './say.ts';

/**
 * `npm run bench [names]`: runs the benches, prints figures as they come and writes them into RESULTS.md. `canvas:10k`,
 * `relay:gathering`, `home:search`, `server:history` and `cluster:boards` run one part of a bench and only print.
 */

const folder = import.meta.dirname;
const results = join(folder, 'RESULTS.md');

/** Loaded when run, so that one that cannot be loaded does not keep the others from running. */
const benches = {
  document: async () => say(await (await import('./document.bench.ts')).documentBench()),
  relay: async (part?: string) => (await import('./relay.bench.ts')).relayBench(part),
  comments: async () => (await import('./comments.bench.ts')).commentsBench(),
  canvas: async (part?: string) => (await import('./canvas.bench.ts')).canvasBench(part),
  home: async (part?: string) => (await import('./home.bench.ts')).homeBench(part),
  replay: async () => (await import('./replay.bench.ts')).replayBench(),
  server: async (part?: string) => (await import('./server.bench.ts')).serverBench(part),
  cluster: async (part?: string) => (await import('./cluster.bench.ts')).clusterBench(part),
  offline: async () => (await import('./offline.bench.ts')).offlineBench(),
  import: async () => (await import('./import.bench.ts')).importBench(),
} as const;
type Name = keyof typeof benches;
const names = Object.keys(benches) as Name[];
const isName = (name: string): name is Name => Object.hasOwn(benches, name);

/** Rejects when the bench takes longer than it may. Everything that it started ends with this process. */
const bounded = async (name: Name, part?: string): Promise<readonly Row[]> => {
  const seconds = longestSeconds[name];
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`not done after ${seconds} s`)), seconds * 1_000);
  try {
    return await Promise.race([benches[name](part), late.promise]);
  } finally {
    clearTimeout(timer);
  }
};

const run = async (name: Name, part?: string): Promise<boolean> => {
  console.log(`\n▸ ${name}`);
  const started = performance.now();
  const [date, commit, machine] = [new Date(), readCommit(dirname(folder)), readMachine()];
  try {
    const rows = await bounded(name, part);
    if (part !== undefined) return true;
    const seconds = (performance.now() - started) / 1_000;
    const before = existsSync(results) ? readFileSync(results, 'utf8') : '';
    const section = formatSection({ bench: name, date, commit, machine, seconds, rows });
    writeFileSync(results, withSection(before, name, section, names));
    console.log(`  done in ${Math.round(seconds)} s`);
    return true;
  } catch (error) {
    console.error(`✗ ${name}: ${error instanceof Error ? error.stack : String(error)}`);
    return false;
  }
};

// Leaving by `exit` takes servers, browsers and folders along.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const asked = process.argv.slice(2).map((argument) => {
  const [name = '', part] = argument.split(':');
  return { name, part };
});
const unknown = asked.find(({ name }) => !isName(name));
if (unknown !== undefined) {
  console.error(`No bench "${unknown.name}". There are: ${names.join(', ')}.`);
  process.exit(2);
}
const wanted = asked.length > 0 ? asked : names.map((name) => ({ name, part: undefined }));
let good = true;
for (const { name, part } of wanted) if (isName(name)) good = (await run(name, part)) && good;
// A bench that was cut off may have left timers and sockets behind.
process.exit(good ? 0 : 1);
