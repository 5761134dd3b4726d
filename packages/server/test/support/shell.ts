import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterThis } from './server.ts';

const page = readFileSync(new URL('../../../../docs/operations.md', import.meta.url), 'utf8');

/** The lines between fences in docs/operations.md, in the block that holds `mark`, comments and all. */
export const linesAt = (mark: string): string[] => {
  const found = [...page.matchAll(/```\w*\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  const block = found.find((text) => text.includes(mark));
  if (block === undefined) throw new Error(`docs/operations.md has no block with ${mark}`);
  return block.trimEnd().split('\n');
};

/** The one line of the documentation that holds `mark`, without what is said about it. */
export const lineAt = (mark: string): string => {
  const line = linesAt(mark).find((text) => text.includes(mark)) ?? '';
  return line.replace(/\s+#.*$/, '');
};

/** Where a program is, or undefined, said in one line, when this machine has none. */
export const programAt = (name: string): string | undefined => {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/sbin'];
  const found = folders.map((folder) => path.join(folder, name)).find(isExecutable);
  if (found === undefined) console.log(`no ${name} on this machine: what needs it is done another way or left out`);
  return found;
};

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

export interface Outcome {
  readonly code: number;
  readonly text: string;
}

/** Runs a program to its end; what it printed on either side. */
export const runs = (program: string, args: readonly string[], cwd = process.cwd()): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile(program, [...args], { cwd, encoding: 'utf8' }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, text: out + err });
    });
  });

/** Starts a program that goes on until the test ends; resolves when it has printed `mark`. */
export const goesOn = (program: string, args: readonly string[], mark: RegExp): Promise<ChildProcess> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, [...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const look = (bytes: Buffer): void => {
      text += bytes.toString();
      if (mark.test(text)) resolve(child);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    const ended = new Promise<void>((gone) => child.on('close', () => gone()));
    ended.then(() => reject(new Error(text)));
    afterThis(async () => {
      child.kill('SIGKILL');
      await ended;
    });
  });

/** A port nobody uses at the moment. Rejects when the address is not one of this machine's. */
export const freePort = (host = '127.0.0.1'): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/** Whether this machine is 127.0.0.2 as well, as Linux is without being told; said in one line when it is not. */
export const hasManyAddresses = (): Promise<boolean> =>
  freePort('127.0.0.2').then(
    () => true,
    () => {
      console.log('127.0.0.2 is not an address of this machine: what needs two peers is left out');
      return false;
    },
  );
