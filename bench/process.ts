import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);

/** What a process has used since it started. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly rssMB: number;
}

/** What several processes have used together. */
export const usageOfAll = async (servers: readonly Pick<Server, 'usage'>[]): Promise<Usage> => {
  const all = await Promise.all(servers.map((server) => server.usage()));
  return {
    cpuSeconds: all.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    rssMB: all.reduce((sum, { rssMB }) => sum + rssMB, 0),
  };
};

/** How late the event loop of a process was (ms). */
export interface Delays {
  readonly p99: number;
  readonly max: number;
}

/** A server in a process of its own, on a free port of this machine. */
export interface Server {
  /** Without a path, `http://127.0.0.1:port`. */
  readonly url: string;
  usage(): Promise<Usage>;
  /** Since it was asked last; from the first time on it is measured. */
  delays(): Promise<Delays>;
  stop(): Promise<void>;
}

const parseDelays = (value: unknown): Delays => {
  const { p99, max } = value as Partial<Record<keyof Delays, unknown>>;
  if (typeof p99 !== 'number' || typeof max !== 'number') throw new Error('the probe answered nonsense');
  return { p99, max };
};

const parseUsage = (value: unknown): Usage => {
  const { cpuSeconds, rssMB } = value as Partial<Record<keyof Usage, unknown>>;
  if (typeof cpuSeconds !== 'number' || typeof rssMB !== 'number') throw new Error('the probe answered nonsense');
  return { cpuSeconds, rssMB };
};

/** Resolves with the port the process prints an address with. Rejects with what it printed when it ends instead. */
const listening = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const port = /\/\/(?:127\.0\.0\.1|localhost):(\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(port);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${code}: ended before it listened:\n${output}`)));
  });

/** Starts a program of this repository that prints its address. It ends with `stop` or with this process. */
export const startProcess = async (
  program: string,
  env: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Promise<Server> => {
  const probe = join(import.meta.dirname, 'probe.ts');
  const child = spawn(process.execPath, [...flags, '--import', probe, join(root, program)], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const gone = once(child, 'exit');
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const port = await listening(child);
  return {
    url: `http://127.0.0.1:${port}`,
    async usage() {
      child.send('usage');
      const [answer] = await once(child, 'message');
      return parseUsage(answer);
    },
    async delays() {
      child.send('delays');
      const [answer] = await once(child, 'message');
      return parseDelays(answer);
    },
    async stop() {
      kill();
      await gone;
      process.off('exit', kill);
    },
  };
};
