import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterThis } from './server.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How `npm start` starts the server. */
export const serverProcess: { readonly flags: readonly string[]; readonly env: Readonly<Record<string, string>> } =
  JSON.parse(readFileSync(new URL('../../../../scripts/server-process.json', import.meta.url), 'utf8'));

/** What a process of a test takes over from the one that runs it: where programs are, and what Node has compiled of them before. */
const inherited: Readonly<Record<string, string>> = Object.fromEntries(
  ['PATH', 'NODE_COMPILE_CACHE'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  }),
);

/** A server as a process of its own, as people start it. */
export interface ServerProcess {
  readonly child: ChildProcess;
  /** The address it printed. Rejects with what it said when it ended instead. */
  readonly url: Promise<string>;
  readonly exit: Promise<Exit>;
  /** What it printed so far. */
  output(): string;
}

/** `after`: when it is ended at the latest. `user`: whose process it is, where this one may say. */
export const spawnServer = (env: Record<string, string>, after = afterThis, user?: number): ServerProcess =>
  watched(
    spawn(process.execPath, [...serverProcess.flags, main], {
      env: { ...inherited, PORT: '0', ...serverProcess.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(user === undefined ? {} : { uid: user, gid: user }),
    }),
    after,
  );

/** A server started by a line of the documentation, on free ports. */
export const startedBy = (line: string, env: Record<string, string>, cwd: string): ServerProcess => {
  const command = line.replace(/\bnpm start\b/, `node ${main}`).replace(/\bnode\b/, 'exec node');
  return watched(
    spawn('sh', ['-c', command.replace(/PORT=\d+/g, 'PORT=0')], {
      cwd,
      env: { PATH: shellPath, PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
    afterThis,
  );
};

/** Where a shell finds programs: this Node first. */
export const shellPath = [path.dirname(process.execPath), process.env['PATH']].join(path.delimiter);

const watched = (child: ChildProcess, after: typeof afterThis): ServerProcess => {
  let text = '';
  const exit = new Promise<Exit>((resolve) => child.on('close', (code, signal) => resolve({ code, signal })));
  const url = new Promise<string>((resolve, reject) => {
    const look = (bytes: Buffer): void => {
      text += bytes.toString();
      // The whole line: half an address may come before the rest.
      const [, found] = /running at (\S+)\n/.exec(text) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    exit.then(() => reject(new Error(text)));
  });
  url.catch(() => undefined);
  after(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  return { child, url, exit, output: () => text };
};

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const commands = fileURLToPath(new URL('../../src/commands/main.ts', import.meta.url));

/** `gesso …` as people run it, to its end. */
export const gesso = (
  args: readonly string[],
  env: Record<string, string>,
  { input = '', cwd = process.cwd() }: { readonly input?: string; readonly cwd?: string } = {},
): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [commands, ...args], {
      cwd,
      env: { ...inherited, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (bytes: Buffer) => {
      out += bytes.toString();
    });
    child.stderr.on('data', (bytes: Buffer) => {
      err += bytes.toString();
    });
    child.on('close', (code) => resolve({ code, out, err }));
    // A command that does not read its input may be gone before this arrives.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
