/**
 * The commands of package.json. Runs on any Node >= 18: it installs what is missing, builds what is stale and then hands
 * over to the pinned Node. A step whose inputs have not changed is not done again, so a second start is immediate.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { findBrowser } from './browser.mjs';
import { ensureClient, ensureInstalled, pinnedNode, root, toolEnv } from './prepare.mjs';
import { writeBillOfMaterials } from './sbom.mjs';
import { closingLines, countPlaywright, countVitest, reportFile } from './tally.mjs';
import { allTrespasses } from './trespasses.mjs';

/** Runs a program to its end, its output ours. Resolves with the exit code. */
const run = (command, args, env = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...toolEnv(), ...env } });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });

/** The same, its output kept back. Resolves with the exit code and all it has printed. */
const runQuietly = (command, args) =>
  new Promise((resolve, reject) => {
    const env = { ...toolEnv(), ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) };
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env });
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        printed += text;
      });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: signal ? 1 : (code ?? 1), printed }));
  });

const node = (args, env) => run(pinnedNode(), args, env);
const tool = (path, args, env) => node([`node_modules/${path}`, ...args], env);

/** Hands the process over: signals go to the child, its exit code is ours. `defaults` yield to what the environment says. */
const become = async (args, defaults = {}) => {
  const child = spawn(pinnedNode(), args, { cwd: root, stdio: 'inherit', env: { ...defaults, ...toolEnv() } });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
};

/**
 * How the server is started, so that its memory follows its work: a young generation of 4 MiB, which costs a relay nothing,
 * and an allocator that gives back what is freed. The samples in docs/ops and the Dockerfile say the same.
 */
const serverProcess = JSON.parse(readFileSync(new URL('./server-process.json', import.meta.url), 'utf8'));

const say = (text) => console.log(`\n▸ ${text}`);

/** With several threads the compiler does twice the work, and beside other checks is no sooner done. */
const compiler = ['typescript/bin/tsc', '--build', '--singleThreaded'];

/** Each named check counts as one in the closing line. They run at once, and what each has to say is printed when it is done. */
const staticChecks = async () => {
  const failures = [];
  const check = async (name, work) => {
    const { code, printed } = await work();
    say(name);
    if (printed !== '') console.log(printed.trimEnd());
    if (code !== 0) {
      failures.push(name);
      console.log(`✗ ${name}`);
    }
  };
  const quietly = ([path, ...args]) => runQuietly(pinnedNode(), [`node_modules/${path}`, ...args]);
  await Promise.all([
    check('format and lint', () => quietly(['@biomejs/biome/bin/biome', 'check', '.'])),
    check('types', () => quietly(compiler)),
    check('what a folder may import', async () => {
      const found = allTrespasses(root);
      return { code: found.length === 0 ? 0 : 1, printed: found.join('\n') };
    }),
  ]);
  return { passed: 3 - failures.length, failed: failures.length, failures };
};

/** Tests start the server a few hundred times: what Node has compiled for one is there for the next. */
const compiledOnce = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled') };

const unitTests = async (filters) => {
  say('unit and server tests');
  const file = reportFile('vitest.json');
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...filters];
  const code = await tool('vitest/vitest.mjs', args, compiledOnce);
  return countVitest(file, code);
};

const browserTests = async (filters) => {
  const browser = await findBrowser(run);
  say(`browser tests (${browser.found})`);
  const file = reportFile('playwright.json');
  const args = ['e2e/node_modules/@playwright/test/cli.js', 'test', '-c', 'e2e/playwright.config.ts', ...filters];
  const code = await node(args, { ...compiledOnce, CHROMIUM_PATH: browser.path, PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  return countPlaywright(file, code);
};

const finish = (...parts) => {
  console.log(['', ...closingLines(parts)].join('\n'));
  process.exitCode = parts.some(({ failed }) => failed > 0) ? 1 : 0;
};

const commands = {
  start: async (args) => {
    await ensureInstalled();
    await ensureClient();
    await become([...serverProcess.flags, 'packages/server/src/main.ts', ...args], serverProcess.env);
  },
  build: async () => {
    await ensureInstalled();
    await ensureClient();
  },
  gesso: async (args) => {
    await ensureInstalled();
    await become(['packages/server/src/commands/main.ts', ...args]);
  },
  dev: async (args) => {
    await ensureInstalled();
    await become(['scripts/dev.mjs', ...args]);
  },
  test: async (args) => {
    await ensureInstalled();
    // It is built beside the checks. Where it cannot be, that is told when all has been tested that does without it.
    const client = ensureClient();
    const [checks] = await Promise.all([staticChecks(), client.catch(() => undefined)]);
    const unit = await unitTests(args);
    await client;
    const browser = await browserTests(args);
    finish(checks, unit, browser);
  },
  check: async (args) => {
    await ensureInstalled();
    finish(await staticChecks(), await unitTests(args));
  },
  e2e: async (args) => {
    await ensureInstalled();
    await ensureClient();
    finish(await browserTests(args));
  },
  format: async () => {
    await ensureInstalled();
    await node(['scripts/document-settings.mjs']);
    process.exitCode = await tool('@biomejs/biome/bin/biome', ['check', '--write', '.']);
  },
  sbom: async ([file]) => {
    await ensureInstalled();
    writeBillOfMaterials(file);
  },
  simulate: async (args) => {
    await ensureInstalled();
    process.exitCode = await node(['simulation/main.ts', ...args]);
  },
  faults: async (args) => {
    await ensureInstalled();
    process.exitCode = await node(['packages/server/test/faults/main.ts', ...args], compiledOnce);
  },
  bench: async (args) => {
    await ensureInstalled();
    await ensureClient();
    const browser = await findBrowser(run);
    console.log(`browser: ${browser.found}`);
    process.exitCode = await node(['--expose-gc', 'bench/main.ts', ...args], { CHROMIUM_PATH: browser.path });
  },
};

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command === undefined) {
  console.error(`Unknown command "${name}". There are: ${Object.keys(commands).join(', ')}.`);
  process.exitCode = 2;
} else {
  try {
    await command(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
