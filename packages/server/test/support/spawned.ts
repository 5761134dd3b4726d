import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Takes what is to be done when all is over. */
export type After = (cleanUp: () => unknown) => void;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How `npm start` starts the server. */
export const serverProcess: { readonly flags: readonly string[]; readonly env: Readonly<Record<string, string>> } =
  JSON.parse(readFileSync(new URL('../../../../scripts/server-process.json', import.meta.url), 'utf8'));

/** What a process of a test takes over from the one that runs it: where programs are, and what Node has compiled of them before. */
export const inherited: Readonly<Record<string, string>> = Object.fromEntries(
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

/** `after`: when it is ended at the latest. `user`: whose process it is, where this one may say. Needs no test around it. */
export const spawned = (env: Record<string, string>, after: After, user?: number): ServerProcess =>
  watched(
    spawn(process.execPath, [...serverProcess.flags, main], {
      env: { ...inherited, PORT: '0', ...serverProcess.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(user === undefined ? {} : { uid: user, gid: user }),
    }),
    after,
  );

export const watched = (child: ChildProcess, after: After): ServerProcess => {
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
