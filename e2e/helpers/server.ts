import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A real server process on a data folder of its own. Its port stays the same when it is started again. */
export interface RunningServer {
  readonly url: string;
  /** As a power cut would: no goodbye. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts again on the same folder and port after `kill` or `stop`. */
  start(): Promise<void>;
  /** Asks it to end and gives its exit code. */
  stop(): Promise<number | null>;
  /** Lets it write no file beyond this many bytes, as a full disk would; undefined takes the limit away. Linux only. */
  limitFiles(bytes: number | undefined): void;
  /** Stops it and deletes its data. */
  dispose(): Promise<void>;
}

const exited = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', (code) => resolve(code)));

/** Resolves with the port the server printed. */
const listening = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const port = /http:\/\/(?:127\.0\.0\.1|localhost):(\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it listened:\n${output}`)));
  });

/** `env`: settings; `CLIENT` among them is the folder of another client than the built one. */
export const startServer = async (env: Readonly<Record<string, string>> = {}): Promise<RunningServer> => {
  const main = 'CLIENT' in env ? 'e2e/helpers/serve-folder.mjs' : 'packages/server/src/main.ts';
  const folder = mkdtempSync(join(tmpdir(), 'gesso-e2e-'));
  let child: ChildProcess | undefined;
  let port = 0;

  const start = async () => {
    child = spawn(process.execPath, [main], {
      cwd: root,
      env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: folder, LOG_LEVEL: 'warn', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    port = await listening(child);
  };
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child === undefined) return null;
    const gone = exited(child);
    child.kill(signal);
    return await gone;
  };

  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    start,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    limitFiles(bytes) {
      execFileSync('prlimit', ['--pid', String(child?.pid), `--fsize=${bytes ?? 'unlimited'}:unlimited`]);
    },
    async dispose() {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
