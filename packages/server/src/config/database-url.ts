/** The address of a database: what it may look like, and how it is named to people without its password. */
import { ConfigError, type Parser } from './parsers.ts';

const protocols = ['postgres:', 'postgresql:'];

/** What it was set to is never told: it has a password in it. */
export const databaseUrl: Parser<string> = (text, name) => {
  if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
  throw new ConfigError(`${name} should look like postgres://user:password@host:5432/database.`);
};

/** `database on host:port`, without user, password and parameters. */
export const namedDatabase = (url: string): string => {
  const { host, pathname, searchParams } = new URL(url);
  return `${decodeURIComponent(pathname.slice(1)) || 'the default database'} on ${host || (searchParams.get('host') ?? 'this machine')}`;
};
