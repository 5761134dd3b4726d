import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterThis } from './server.ts';
import { type After, inherited, type ServerProcess, spawned, watched } from './spawned.ts';

export { type Exit, type ServerProcess, serverProcess } from './spawned.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** A server as a process of its own, which ends with the test unless `after` says when. */
export const spawnServer = (env: Record<string, string>, after: After = afterThis, user?: number): ServerProcess =>
  spawned(env, after, user);

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
