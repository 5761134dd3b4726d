import { parseArgs } from 'node:util';
import { newLink } from '../auth/new-board.ts';
import { hashPassword, passwordLength } from '../auth/secrets.ts';
import { cleanTitle } from '../auth/titles.ts';
import { type Config, ConfigError } from '../config/config.ts';
import { representLink, representNewLink } from '../routes/representations.ts';
import { type LinkRole, linkRoles, type Repositories } from '../stores/repositories.ts';
import { openStorageBeside } from '../stores/storage.ts';
import { dayMs, hourMs } from '../units.ts';
import { type Command, idsLast, operator, type Terminal, table, UsageError } from './command.ts';

const usage = `links <board>
       npm run gesso -- links <board> make ${linkRoles.join('|')} [--label text] [--expires 7d|date] [--password]
       npm run gesso -- links <board> revoke <link>
--password reads it from the first line of standard input.`;

const options = { label: { type: 'string' }, expires: { type: 'string' }, password: { type: 'boolean' } } as const;

/** `links <board> [make|revoke]`: who gets in, seen, given and taken back beside a running server, which obeys within a second. */
export const links: Command = async (args, terminal) => {
  const { positionals, values } = parseArgs({ args: idsLast(args, options), allowPositionals: true, options });
  const [board, action = 'list', what, ...rest] = positionals;
  if (board === undefined || rest.length > 0) throw new UsageError(usage);
  const { repositories, close } = await openStorageBeside(terminal.config, { write: action !== 'list' });
  try {
    if ((await repositories.boards.find(board)) === undefined) throw new ConfigError(`There is no board ${board}.`);
    if (action === 'list' && what === undefined) return await list(board, repositories, terminal);
    const role = linkRoles.find((known) => known === what);
    if (action === 'make' && role !== undefined) return await make(board, role, values, repositories, terminal);
    if (action === 'revoke' && what !== undefined) return await revoke(board, what, repositories, terminal);
    throw new UsageError(usage);
  } finally {
    await close();
  }
};

const list = async (board: string, { links }: Repositories, { say }: Terminal): Promise<number> => {
  const rows = (await links.ofBoard(board))
    .map(representLink)
    .map(({ id, role, uses, expiresAt, hasPassword, label }) => [
      id,
      role,
      String(uses),
      expiresAt ?? '',
      hasPassword ? 'yes' : '',
      label ?? '',
    ]);
  for (const line of table([['link', 'role', 'uses', 'expires', 'password', 'label'], ...rows])) say(line);
  return 0;
};

interface Options {
  readonly label?: string | undefined;
  readonly expires?: string | undefined;
  readonly password?: boolean | undefined;
}

const make = async (
  board: string,
  role: LinkRole,
  { label = '', expires, password = false }: Options,
  { links, audit }: Repositories,
  { config, now, say, ask }: Terminal,
): Promise<number> => {
  const secret = password ? await ask() : '';
  if (password && secret === '') throw new ConfigError('The password on standard input is empty.');
  if (secret.length > passwordLength)
    throw new ConfigError(`The password on standard input has more than ${passwordLength} characters.`);
  const link = newLink(board, role, now(), {
    label: cleanTitle(label) || undefined,
    expiresAt: expires === undefined ? undefined : expiry(expires, now()),
    password: password ? await hashPassword(secret) : undefined,
  });
  await links.add(link.record);
  await audit.append({
    at: now(),
    event: 'link.create',
    board,
    person: operator,
    facts: { link: link.record.id, role },
  });
  say(representNewLink(address(config), link).url);
  return 0;
};

const revoke = async (
  board: string,
  link: string,
  { links, audit }: Repositories,
  { now, say }: Terminal,
): Promise<number> => {
  if (!(await links.remove(board, link))) throw new ConfigError(`The board ${board} has no link ${link}.`);
  await audit.append({ at: now(), event: 'link.revoke', board, person: operator, facts: { link } });
  say(`The link ${link} is turned off.`);
  return 0;
};

const spans: Readonly<Record<string, number>> = { h: hourMs, d: dayMs, w: 7 * dayMs };

const expiry = (given: string, now: number): number => {
  const [, count = '', unit = ''] = /^(\d{1,5})([hdw])$/.exec(given) ?? [];
  const at = count === '' ? new Date(given).getTime() : now + Number(count) * (spans[unit] ?? 0);
  if (!(at > now))
    throw new ConfigError(`--expires should be a time to come such as 7d or 2027-01-31, but is "${given}".`);
  return at;
};

const address = ({ publicUrl, tls, port }: Config): string =>
  publicUrl ?? `${tls === undefined ? 'http' : 'https'}://localhost:${port}`;
