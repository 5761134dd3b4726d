import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';

/** What a figure was measured on. Says nothing of whose machine it is. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
  readonly chromium: string;
  /** Processes that wanted a core in the minute before the run: above 0.5, another program was at work. */
  readonly loadBefore: number;
}

const asked = (program: string, args: readonly string[]): string | undefined => {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
};

export const readMachine = (): Machine => {
  const browser = process.env['CHROMIUM_PATH'];
  const version = browser === undefined ? undefined : asked(browser, ['--version']);
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    chromium: /\d+(\.\d+)+/.exec(version ?? '')?.[0] ?? 'unknown',
    loadBefore: Number((loadavg()[0] ?? 0).toFixed(1)),
  };
};

/** The commit that was measured, and whether files differed from it. */
export const readCommit = (folder: string): string => {
  const git = (...args: readonly string[]) => asked('git', ['-C', folder, ...args]);
  const commit = git('rev-parse', '--short=10', 'HEAD');
  if (commit === undefined) return 'unknown';
  const changed = git('status', '--porcelain', '--', ':/', ':(exclude,top)bench/RESULTS.md');
  return changed === '' ? commit : `${commit} with changes`;
};
