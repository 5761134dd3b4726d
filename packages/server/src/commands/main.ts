import { createInterface } from 'node:readline/promises';
import { ConfigError, readConfig } from '../config/config.ts';
import { backup } from './backup.ts';
import { boards } from './boards.ts';
import { type Command, UsageError } from './command.ts';
import { exportBoard } from './export.ts';
import { links } from './links.ts';
import { migrate } from './migrate.ts';
import { restore } from './restore.ts';
import { verify } from './verify.ts';

// What is written belongs to its user alone: boards, and the hashes of what opens them.
process.umask(process.umask() | 0o077);

const commands: Readonly<Record<string, Command>> = {
  backup,
  verify,
  restore,
  migrate,
  boards,
  links,
  export: exportBoard,
};

const ask = async (): Promise<string> => {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) return line;
  return '';
};

const run = async ([name = '', ...args]: string[]): Promise<number> => {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new UsageError(`${Object.keys(commands).join('|')} …`);
  return command(args, {
    config: readConfig(),
    cwd: process.cwd(),
    say: (line) => process.stdout.write(`${line}\n`),
    ask,
    now: Date.now,
  });
};

/** Node's own complaint about an option that does not exist. */
const isWrongOption = (error: unknown): boolean =>
  error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const misused = error instanceof UsageError || isWrongOption(error);
  const plain = misused || error instanceof ConfigError;
  process.stderr.write(`${error instanceof Error ? (plain ? error.message : error.stack) : String(error)}\n`);
  process.exitCode = misused ? 2 : 1;
}
