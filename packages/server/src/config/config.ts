import type { BlockList } from 'node:net';
import path from 'node:path';
import { blockListOf, parseRange, type Range } from './addresses.ts';

/** A setting that cannot be used, as one sentence for the person who starts the server. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}

export const whoCanCreate = ['anyone', 'signed-in', 'nobody'] as const;
export type WhoCanCreate = (typeof whoCanCreate)[number];

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Everything that can be set from outside. Durations are milliseconds, rates are per minute and address. */
export interface Config {
  /** 0 lets the system choose a free port. */
  readonly port: number;
  readonly host: string;
  /** Absolute path of the one folder the server writes to. */
  readonly dataDir: string;
  /** Origin people reach the server under, when it differs from the request's own host. No trailing slash. */
  readonly publicUrl: string | undefined;
  /** Addresses or ranges of proxies whose forwarding headers are believed. */
  readonly trustProxy: readonly string[];
  /** The same, to look addresses up in. */
  readonly proxies: BlockList | undefined;
  /** Public addresses without encryption are meant. */
  readonly allowInsecure: boolean;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** Port of a listener that sends plain HTTP to the server's own HTTPS. */
  readonly httpPort: number | undefined;
  /** Origins besides the server's own whose pages may call it. */
  readonly allowedOrigins: readonly string[];
  readonly allowIps: BlockList | undefined;
  readonly denyIps: BlockList | undefined;
  readonly whoCanCreate: WhoCanCreate;
  readonly jwt: JwtConfig | undefined;
  /** Absolute path of a module whose default export is a `Partial<Hooks>`. */
  readonly hooks: string | undefined;
  readonly logLevel: LogLevel;
  /** Secret that opens `/metrics` from elsewhere than this machine. */
  readonly metricsToken: string | undefined;
  /** With it metrics and health have a listener of their own, and `/metrics` is not on the public one. */
  readonly metricsPort: number | undefined;
  readonly metricsHost: string;
  /** How long closing the sockets is spread over when the server stops. */
  readonly drainMs: number;
  readonly requestsPerMinute: number;
  readonly boardsPerMinute: number;
  /** TCP connections in all, where the system gives that many, and from one address. */
  readonly maxConnections: number;
  readonly connectionsPerAddress: number;
  /** Sockets one person may have open at a time. */
  readonly socketsPerPerson: number;
  /** Bytes one person, and one address beside drawing, may have stored an hour. */
  readonly storedPerPerson: number;
  readonly storedPerAddress: number;
  /** Bytes of the disk that are left to those who are drawing. */
  readonly diskReserve: number;
  /** Days after which a session nobody came with, a visit, an audit row and the owner of a client id are forgotten. */
  readonly keepDays: number;
  /** Days after which guests are forgotten who came once and made nothing. */
  readonly passingDays: number;
}

export interface JwtConfig {
  /** Shared secret (HS256), or the address of the issuer's public keys (RS256, PS256, ES256, EdDSA). */
  readonly secret: string | undefined;
  readonly jwksUrl: string | undefined;
  readonly issuer: string | undefined;
  readonly audience: string | undefined;
}

/** Every name the server reads, in the order of the documentation. */
export const settings = [
  'PORT',
  'HOST',
  'DATA_DIR',
  'PUBLIC_URL',
  'TRUST_PROXY',
  'TLS_CERT',
  'TLS_KEY',
  'HTTP_PORT',
  'ALLOW_INSECURE',
  'ALLOWED_ORIGINS',
  'ALLOW_IPS',
  'DENY_IPS',
  'WHO_CAN_CREATE',
  'AUTH_JWT_SECRET',
  'AUTH_JWKS_URL',
  'AUTH_JWT_ISSUER',
  'AUTH_JWT_AUDIENCE',
  'HOOKS',
  'LOG_LEVEL',
  'METRICS_TOKEN',
  'METRICS_PORT',
  'METRICS_HOST',
  'DRAIN_MS',
  'REQUESTS_PER_MINUTE',
  'BOARDS_PER_MINUTE',
  'MAX_CONNECTIONS',
  'CONNECTIONS_PER_ADDRESS',
  'SOCKETS_PER_PERSON',
  'STORED_MB_PER_PERSON',
  'STORED_MB_PER_ADDRESS',
  'DISK_RESERVE_MB',
  'KEEP_DAYS',
  'PASSING_GUEST_DAYS',
] as const;
export type Setting = (typeof settings)[number];

/** Names that mean something in Gesso's design but that this version cannot honour: better refused than ignored. */
const notYet: Readonly<Record<string, string>> = {
  DATABASE_URL: 'PostgreSQL is not supported yet; boards are kept in DATA_DIR',
  REDIS_URL: 'running several servers together is not supported yet',
};

export type Env = Readonly<Record<string, string | undefined>>;

/** Reads the settings; nothing else in the server looks at the environment. Throws `ConfigError` with a sentence that names the setting and what it should look like. */
export const readConfig = (env: Env = process.env, cwd: string = process.cwd()): Config => {
  refuseUnknown(env);
  const read = (name: Setting): string | undefined => env[name]?.trim() || undefined;
  const cert = read('TLS_CERT');
  const key = read('TLS_KEY');
  if ((cert === undefined) !== (key === undefined)) {
    throw new ConfigError('TLS_CERT and TLS_KEY belong together: set both to the paths of PEM files, or neither.');
  }
  const httpPort = optionalPort('HTTP_PORT', read('HTTP_PORT'));
  if (httpPort !== undefined && cert === undefined) {
    throw new ConfigError('HTTP_PORT sends people to HTTPS: it needs TLS_CERT and TLS_KEY. Without them set PORT.');
  }
  const hooks = read('HOOKS');
  return {
    port: integer('PORT', read('PORT'), 3000, 0, highestPort),
    host: read('HOST') ?? '127.0.0.1',
    dataDir: path.resolve(cwd, read('DATA_DIR') ?? 'data'),
    publicUrl: read('PUBLIC_URL') === undefined ? undefined : origin('PUBLIC_URL', read('PUBLIC_URL') ?? ''),
    trustProxy: list(read('TRUST_PROXY')),
    proxies: blockList('TRUST_PROXY', read('TRUST_PROXY')),
    allowInsecure: oneOf('ALLOW_INSECURE', read('ALLOW_INSECURE'), ['0', '1'], '0') === '1',
    tls:
      cert !== undefined && key !== undefined
        ? { cert: path.resolve(cwd, cert), key: path.resolve(cwd, key) }
        : undefined,
    httpPort,
    allowedOrigins: list(read('ALLOWED_ORIGINS')).map((entry) => origin('ALLOWED_ORIGINS', entry)),
    allowIps: blockList('ALLOW_IPS', read('ALLOW_IPS')),
    denyIps: blockList('DENY_IPS', read('DENY_IPS')),
    whoCanCreate: oneOf('WHO_CAN_CREATE', read('WHO_CAN_CREATE'), whoCanCreate, 'anyone'),
    jwt: readJwt(read),
    hooks: hooks === undefined ? undefined : path.resolve(cwd, hooks),
    logLevel: oneOf('LOG_LEVEL', read('LOG_LEVEL'), logLevels, 'warn'),
    metricsToken: token('METRICS_TOKEN', read('METRICS_TOKEN')),
    metricsPort: optionalPort('METRICS_PORT', read('METRICS_PORT')),
    metricsHost: read('METRICS_HOST') ?? '127.0.0.1',
    drainMs: integer('DRAIN_MS', read('DRAIN_MS'), 2_000, 0, 600_000),
    requestsPerMinute: integer('REQUESTS_PER_MINUTE', read('REQUESTS_PER_MINUTE'), 6_000, 1, 1e9),
    boardsPerMinute: integer('BOARDS_PER_MINUTE', read('BOARDS_PER_MINUTE'), 300, 1, 1e9),
    maxConnections: integer('MAX_CONNECTIONS', read('MAX_CONNECTIONS'), 20_000, 8, 1e6),
    connectionsPerAddress: integer('CONNECTIONS_PER_ADDRESS', read('CONNECTIONS_PER_ADDRESS'), 2_000, 1, 1e6),
    socketsPerPerson: integer('SOCKETS_PER_PERSON', read('SOCKETS_PER_PERSON'), 40, 1, 1e6),
    storedPerPerson: mebibyte * integer('STORED_MB_PER_PERSON', read('STORED_MB_PER_PERSON'), 128, 1, 1e6),
    storedPerAddress: mebibyte * integer('STORED_MB_PER_ADDRESS', read('STORED_MB_PER_ADDRESS'), 1_024, 1, 1e6),
    diskReserve: mebibyte * integer('DISK_RESERVE_MB', read('DISK_RESERVE_MB'), 256, 0, 1e6),
    keepDays: integer('KEEP_DAYS', read('KEEP_DAYS'), 400, 1, 36_500),
    passingDays: integer('PASSING_GUEST_DAYS', read('PASSING_GUEST_DAYS'), 30, 1, 36_500),
  };
};

const refuseUnknown = (env: Env): void => {
  for (const name of Object.keys(env)) {
    const later = notYet[name];
    if (later !== undefined && env[name]) throw new ConfigError(`${name} is set, but ${later}.`);
    if (!name.startsWith('GESSO_')) continue;
    throw new ConfigError(
      `There is no setting ${name}. Settings have no prefix; did you mean ${nearest(name.slice('GESSO_'.length))}?`,
    );
  }
};

const readJwt = (read: (name: Setting) => string | undefined): JwtConfig | undefined => {
  const secret = read('AUTH_JWT_SECRET');
  const jwksUrl = read('AUTH_JWKS_URL');
  if (secret === undefined && jwksUrl === undefined) return undefined;
  if (secret !== undefined && jwksUrl !== undefined) {
    throw new ConfigError(
      'AUTH_JWT_SECRET and AUTH_JWKS_URL exclude each other: set the one your tokens are signed with.',
    );
  }
  if (secret !== undefined && Buffer.byteLength(secret) < 32) {
    throw new ConfigError('AUTH_JWT_SECRET is too short to be safe: use at least 32 bytes.');
  }
  if (jwksUrl !== undefined && !URL.canParse(jwksUrl)) {
    throw new ConfigError(`AUTH_JWKS_URL should be a URL, but is "${jwksUrl}".`);
  }
  return { secret, jwksUrl, issuer: read('AUTH_JWT_ISSUER'), audience: read('AUTH_JWT_AUDIENCE') };
};

const integer = (name: Setting, text: string | undefined, fallback: number, least: number, most: number): number => {
  if (text === undefined) return fallback;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw new ConfigError(`${name} should be a whole number from ${least} to ${most}, but is "${text}".`);
  }
  return value;
};

const highestPort = 65_535;
const mebibyte = 1024 * 1024;

const optionalPort = (name: Setting, text: string | undefined): number | undefined =>
  text === undefined ? undefined : integer(name, text, 0, 0, highestPort);

const oneOf = <T extends string>(name: Setting, text: string | undefined, values: readonly T[], fallback: T): T => {
  if (text === undefined) return fallback;
  const found = values.find((value) => value === text);
  if (found === undefined) throw new ConfigError(`${name} should be one of ${values.join(', ')}, but is "${text}".`);
  return found;
};

const origin = (name: Setting, text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash) {
    throw new ConfigError(`${name} should look like https://board.example.org, but is "${text}".`);
  }
  return url.origin;
};

const list = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

const blockList = (name: Setting, text: string | undefined): BlockList | undefined => {
  const entries = list(text);
  return entries.length === 0 ? undefined : blockListOf(entries.map((entry) => range(name, entry)));
};

const range = (name: Setting, entry: string): Range => {
  const found = parseRange(entry);
  if (found !== undefined) return found;
  throw new ConfigError(`${name} should list addresses or ranges such as 10.0.0.0/8, but has "${entry}".`);
};

const token = (name: Setting, text: string | undefined): string | undefined => {
  if (text !== undefined && text.length < 16)
    throw new ConfigError(`${name} is too short: use at least 16 characters.`);
  return text;
};

/** The known setting with the smallest edit distance to what was written. */
const nearest = (written: string): Setting =>
  settings.reduce((best, name) => (editDistance(written, name) < editDistance(written, best) ? name : best));

/** Levenshtein distance, one row at a time. */
const editDistance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};
