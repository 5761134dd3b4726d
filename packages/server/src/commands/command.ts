import { type Config, ConfigError } from '../config/config.ts';

/** What a command works with. */
export interface Terminal {
  readonly config: Config;
  /** Where a relative path starts from. */
  readonly cwd: string;
  /** A line of the answer, on standard output. */
  say(line: string): void;
  /** The first line of standard input: for what should not stand in a command's arguments. */
  ask(): Promise<string>;
  readonly now: () => number;
}

/** Resolves with the exit code; throws `ConfigError` with a sentence, or `UsageError`. */
export type Command = (args: string[], terminal: Terminal) => number | Promise<number>;

/** The command was not written as it should be. */
export class UsageError extends Error {
  constructor(usage: string) {
    super(`Usage: npm run gesso -- ${usage}`);
    this.name = 'UsageError';
  }
}

/** Refuses a command that works with the file in `DATA_DIR`, where boards are kept in a database. */
export const refuseForDatabase = ({ databaseUrl }: Pick<Config, 'databaseUrl'>, instead: string): void => {
  if (databaseUrl === undefined) return;
  throw new ConfigError(`DATABASE_URL is set: boards are kept in PostgreSQL, not in DATA_DIR. ${instead}`);
};

/** Who did it, in the audit: the person who can run commands on this machine. */
export const operator = 'operator';

/** Columns that line up. */
export const table = (rows: readonly (readonly string[])[]): string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
};

/** 2026-03-01T10:20:30Z as a part of a file's name. */
export const stamp = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');

/**
 * Arguments in the order `parseArgs` wants for ids, one in 64 of which begins with a dash: known options first, then, as they are,
 * all others.
 */
export const idsLast = (
  args: readonly string[],
  options: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>,
): string[] => {
  const known: string[] = [];
  const others: string[] = [];
  let valueNext = false;
  for (const arg of args) {
    const [, name = '', equals] = /^--([a-z]+)(=|$)/.exec(arg) ?? [];
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (valueNext || option !== undefined) known.push(arg);
    else if (arg !== '--') others.push(arg);
    valueNext = !valueNext && option?.type === 'string' && equals === '';
  }
  return [...known, '--', ...others];
};
