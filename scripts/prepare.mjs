/** Installs and builds, each only when its inputs changed since the last time. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const windows = process.platform === 'win32';
const read = (path) => readFileSync(join(root, path));
const manifest = JSON.parse(read('package.json').toString());

/** Absolute path of the Node that package.json pins. */
export const pinnedNode = () => join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');

/** The environment of every tool: the pinned Node and the workspace's programs first on the PATH. */
export const toolEnv = () => {
  const path = [dirname(pinnedNode()), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
  return { ...process.env, PATH: path };
};

/** Files under a folder, sorted, without what is built or installed. */
const filesUnder = (folder) => {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .filter((entry) => entry.name !== 'node_modules' && entry.name !== 'dist')
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesUnder(path) : [path];
    })
    .sort();
};

const digest = (paths) => {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path).update('\0').update(read(path)).update('\0');
  return hash.digest('hex');
};

const stampIs = (stamp, value) => existsSync(join(root, stamp)) && read(stamp).toString() === value;
const setStamp = (stamp, value) => {
  mkdirSync(dirname(join(root, stamp)), { recursive: true });
  writeFileSync(join(root, stamp), value);
};

const must = async (what, command, args, env) => {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env, shell: windows });
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
  if (code !== 0) {
    throw new Error(`${what} failed. Read the lines above; when it was the network, run the same command again.`);
  }
};

/** Installs the workspace with the pinned pnpm when the lock file or a manifest changed. */
export const ensureInstalled = async () => {
  const manifests = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'e2e/package.json', 'bench/package.json'];
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/package.json`);
  const value = digest([...manifests, ...packages.filter((path) => existsSync(join(root, path)))]);
  const stamp = 'node_modules/.gesso-installed';
  if (stampIs(stamp, value) && existsSync(pinnedNode())) return;
  console.log('Installing what Gesso needs (once) …');
  const pnpm = manifest.packageManager;
  // CI=true keeps pnpm from asking whether it may rebuild node_modules. Warnings are left out: pnpm warns of the program of
  // the pinned Node, which that package's own install step puts there a moment later.
  await must(
    'Installing',
    'npx',
    ['--yes', pnpm, 'install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=error'],
    {
      ...process.env,
      CI: 'true',
    },
  );
  setStamp(stamp, value);
};

/** Builds the client when anything it is made of changed. */
export const ensureClient = async () => {
  const sources = ['packages/canvas-app', 'packages/drawing', 'packages/crdt-schema'].flatMap(filesUnder);
  const value = digest([...sources.filter((path) => !path.endsWith('.test.ts')), 'pnpm-lock.yaml']);
  const stamp = 'packages/canvas-app/dist/.gesso-built';
  if (stampIs(stamp, value)) return;
  console.log('Building the client (only when it changed) …');
  const build = [
    'packages/canvas-app/node_modules/vite/bin/vite.js',
    'build',
    'packages/canvas-app',
    '--logLevel',
    'warn',
  ];
  await must('Building the client', pinnedNode(), build, toolEnv());
  await must('Building the list of boards', pinnedNode(), [...build, '--mode', 'home'], toolEnv());
  await must('Building the service worker', pinnedNode(), [...build, '--mode', 'worker'], toolEnv());
  setStamp(stamp, value);
};
