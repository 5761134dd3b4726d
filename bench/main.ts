import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { longestSeconds } from './config.ts';
import { readCommit, readMachine } from './machine.ts';
import { formatSection, withSection } from './results.ts';
import type { Row } from './row.ts';
import { say } from './say.ts';

/** `npm run bench [names]`: runs the benches, prints figures as they come and writes them into RESULTS.md. */

const folder = import.meta.dirname;
const results = join(folder, 'RESULTS.md');

/** Loaded when run, so that one that cannot be loaded does not keep the others from running. */
const benches = {
  document: async () => say(await (await import('./document.bench.ts')).documentBench()),
  relay: async () => (await import('./relay.bench.ts')).relayBench(),
  canvas: async () => (await import('./canvas.bench.ts')).canvasBench(),
} as const;
type Name = keyof typeof benches;
const names = Object.keys(benches) as Name[];
const isName = (name: string): name is Name => Object.hasOwn(benches, name);

/** Rejects when the bench takes longer than it may. Whatever it started ends with this process. */
const bounded = async (name: Name): Promise<readonly Row[]> => {
  const seconds = longestSeconds[name];
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`not done after ${seconds} s`)), seconds * 1_000);
  try {
    return await Promise.race([benches[name](), late.promise]);
  } finally {
    clearTimeout(timer);
  }
};

const run = async (name: Name): Promise<boolean> => {
  console.log(`\n▸ ${name}`);
  const started = performance.now();
  const [date, commit, machine] = [new Date(), readCommit(dirname(folder)), readMachine()];
  try {
    const rows = await bounded(name);
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

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !isName(name));
if (unknown.length > 0) {
  console.error(`No bench "${unknown[0]}". There are: ${names.join(', ')}.`);
  process.exit(2);
}
let good = true;
for (const name of asked.length > 0 ? asked.filter(isName) : names) good = (await run(name)) && good;
// A bench that was cut off may have left timers and sockets behind.
process.exit(good ? 0 : 1);
