/** The address of Redis: what it may look like, and how it is named to people without its password. */
import { ConfigError, type Parser } from './parsers.ts';

const protocols = ['redis:', 'rediss:'];

const isDecodable = (text: string): boolean => {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
};

const isRedis = ({ protocol, hostname, username, password, pathname }: URL): boolean =>
  protocols.includes(protocol) &&
  hostname !== '' &&
  [username, password].every(isDecodable) &&
  /^\/?\d{0,5}$/.test(pathname);

/** What it was set to is never told: it has a password in it. */
export const redisUrl: Parser<string> = (text, name) => {
  if (URL.canParse(text) && isRedis(new URL(text))) return text;
  throw new ConfigError(`${name} should look like redis://user:password@host:6379, or rediss:// for TLS.`);
};

/** `host:port`, without user and password. */
export const namedRedis = (url: string): string => {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || '6379'}`;
};
