/**
 * Every setting there is: a row here is all it takes; its type, its place in the documentation and its complaints follow. By hand
 * for the sake of the sentences: docs/decisions/0010.
 */
import { bucketUrl } from './bucket-url.ts';
import { databaseUrl } from './database-url.ts';
import * as parse from './parsers.ts';
import { redisUrl } from './redis-url.ts';

/** One environment variable: the property of `Config` it becomes, how it is read, what stands for it when it is not set, and what it means. */
export interface Setting<Property extends string, Value> {
  readonly property: Property;
  readonly parse: parse.Parser<Value>;
  /** As one would write it. Undefined where the property is undefined without it. */
  readonly initial: string | undefined;
  /** A row of docs/operations.md, in Markdown. */
  readonly meaning: string;
}

const setting = <Property extends string, Value>(
  property: Property,
  parse: parse.Parser<Value>,
  initial: string,
  meaning: string,
): Setting<Property, Value> => ({ property, parse, initial, meaning });

const optional = <Property extends string, Value>(
  property: Property,
  parse: parse.Parser<Value>,
  meaning: string,
): Setting<Property, Value | undefined> => ({ property, parse, initial: undefined, meaning });

const {
  blockList,
  flag,
  mebibytes,
  oneOf,
  origin,
  origins,
  originsAllOrNone,
  path,
  port,
  ranges,
  secret,
  text,
  url,
  wholeNumber,
} = parse;

const whoCanCreate = ['anyone', 'signed-in', 'nobody'] as const;
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** In the order of the documentation. */
export const settings = {
  PORT: setting('port', port, '3000', '0 picks a free one, which is printed'),
  HOST: setting('host', text, '127.0.0.1', 'address to listen on; `0.0.0.0` for all'),
  DATA_DIR: setting('dataDir', path, './data', 'the one folder the server writes to'),
  DATABASE_URL: optional(
    'databaseUrl',
    databaseUrl,
    'keeps everything in PostgreSQL 14 or newer instead of in `DATA_DIR`: `postgres://user:password@host:5432/database`; `?sslmode=verify-full` for TLS',
  ),
  REDIS_URL: optional(
    'redisUrl',
    redisUrl,
    'joins servers on one `DATABASE_URL` by Redis 7 or newer, or Valkey: `redis://user:password@host:6379`; `rediss://` for TLS',
  ),
  ASSETS_S3_URL: optional(
    'bucket',
    bucketUrl,
    'keeps the bytes of pictures in a bucket of Amazon S3 or what speaks its protocol instead of in the database: `https://key:secret@host/bucket?region=eu-central-1`, a folder after the bucket if you like. Needs `DATABASE_URL`',
  ),
  PUBLIC_URL: optional(
    'publicUrl',
    origin,
    'address people use: `https://board.example.org`. Links carry it; with `https` cookies are `Secure` and `__Host-`, browsers are told to stay with HTTPS, and what comes in the clear is sent there',
  ),
  TRUST_PROXY: setting(
    'trustProxy',
    ranges,
    '',
    'addresses or ranges of your proxies, comma separated. Only from them are `X-Forwarded-*` headers believed',
  ),
  TLS_CERT: optional(
    'tlsCert',
    path,
    'path of a PEM certificate chain; with `TLS_KEY` the server speaks HTTPS itself. Read again when the files change and on SIGHUP',
  ),
  TLS_KEY: optional('tlsKey', path, 'path of its PEM key'),
  HTTP_PORT: optional(
    'httpPort',
    port,
    'with `TLS_CERT`: a second port that sends pages asked for over plain HTTP to HTTPS (308) and refuses everything else; 0 picks a free one',
  ),
  ALLOW_INSECURE: setting(
    'allowInsecure',
    flag,
    '0',
    '1 permits a public address without encryption, which is otherwise refused at the start',
  ),
  ALLOWED_ORIGINS: setting(
    'allowedOrigins',
    origins,
    '',
    'other origins whose pages may call the API, read its answers (CORS) and open sockets, comma separated',
  ),
  EMBED_ORIGINS: setting(
    'embedOrigins',
    originsAllOrNone,
    '*',
    'origins whose pages may show boards in a frame (`/embed/…`, which knows no cookie), comma separated; `*` for all, or `none`',
  ),
  WEBHOOK_ORIGINS: setting(
    'webhookOrigins',
    originsAllOrNone,
    'none',
    'origins that owners may have told of what happens on their boards, comma separated; `*` for all that the Internet reaches, or `none`',
  ),
  ALLOW_IPS: optional(
    'allowIps',
    blockList,
    'only these addresses or ranges get in; others are cut before they can ask, or get 403 when a proxy is trusted',
  ),
  DENY_IPS: optional('denyIps', blockList, 'these addresses or ranges do not get in'),
  WHO_CAN_CREATE: setting(
    'whoCanCreate',
    oneOf(whoCanCreate),
    'anyone',
    'who may make boards: `anyone`, `signed-in` (by token or hook) or `nobody` (only hooks)',
  ),
  AUTH_JWT_SECRET: optional('jwtSecret', secret.ofBytes(32), 'secret of HS256 tokens, at least 32 bytes'),
  AUTH_JWKS_URL: optional('jwksUrl', url, "or the address of the issuer's keys, for RS256, PS256, ES256 and EdDSA"),
  AUTH_JWT_ISSUER: optional('jwtIssuer', text, '`iss` that tokens must have'),
  AUTH_JWT_AUDIENCE: optional('jwtAudience', text, '`aud` that tokens must have'),
  HOOKS: optional(
    'hooks',
    path,
    'path of a module whose default export is a `Partial<Hooks>` (`packages/server/src/auth/hooks.ts`)',
  ),
  LIBRARIES_DIR: optional(
    'librariesDir',
    path,
    'folder with library files (`.excalidrawlib`, `.gessolib`) that the app offers to all who reach this server',
  ),
  LOG_LEVEL: setting(
    'logLevel',
    oneOf(logLevels),
    'warn',
    '`silent`, `fatal`, `error`, `warn`, `info`, `debug` or `trace`; JSON lines on stderr',
  ),
  METRICS_TOKEN: optional(
    'metricsToken',
    secret.ofLetters(16),
    'secret, at least 16 characters, with which `/metrics` can be read; without one only from this machine',
  ),
  METRICS_PORT: optional(
    'metricsPort',
    port,
    'gives `/metrics` and the health checks a listener of their own; `/metrics` is then not on `PORT`',
  ),
  METRICS_HOST: setting(
    'metricsHost',
    text,
    '127.0.0.1',
    'address of that listener; one that others can reach needs `METRICS_TOKEN` as well',
  ),
  DRAIN_MS: setting(
    'drainMs',
    wholeNumber(0, 600_000),
    '2000',
    'when stopping, closing the sockets is spread over this long',
  ),
  REQUESTS_PER_MINUTE: setting(
    'requestsPerMinute',
    wholeNumber(1, 1e9),
    '6000',
    'requests and new sockets from one address (IPv6: one /64)',
  ),
  BOARDS_PER_MINUTE: setting('boardsPerMinute', wholeNumber(1, 1e9), '300', 'boards made from one address'),
  MAX_CONNECTIONS: setting(
    'maxConnections',
    wholeNumber(8, 1e6),
    '20000',
    'TCP connections in all; fewer where the system gives the process fewer open files (`ulimit -n`): half of what is left above a reserve of 256, or of a third where there are few',
  ),
  CONNECTIONS_PER_ADDRESS: setting(
    'connectionsPerAddress',
    wholeNumber(1, 1e6),
    '2000',
    'TCP connections from one address (IPv6: one /64), at most three quarters of all; not counted for proxies in `TRUST_PROXY`',
  ),
  SOCKETS_PER_PERSON: setting(
    'socketsPerPerson',
    wholeNumber(1, 1e6),
    '40',
    'sockets one person may have open at a time',
  ),
  STORED_MB_PER_PERSON: setting(
    'storedPerPerson',
    mebibytes(1, 1e6),
    '128',
    'MiB one person may have stored an hour, drawing and pictures included (their share comes back bit by bit; 429 `BUDGET_SPENT`)',
  ),
  STORED_MB_PER_ADDRESS: setting(
    'storedPerAddress',
    mebibytes(1, 1e6),
    '1024',
    'MiB an hour from one address by other ways than drawing: boards, copies, links, sessions, pictures, documents over HTTP',
  ),
  PICTURES_MB_PER_BOARD: setting(
    'picturesPerBoard',
    mebibytes(1, 1e6),
    '512',
    'MiB of pictures on one board, as they are kept; then 413 `BOARD_FULL`',
  ),
  PICTURE_KEEP_DAYS: setting(
    'pictureKeepDays',
    wholeNumber(1, 36_500),
    '30',
    'days after which a picture is forgotten that its board does not show any more: an undo, a copy that was offline or a paste may bring it back until then',
  ),
  DISK_RESERVE_MB: setting(
    'diskReserve',
    mebibytes(0, 1e6),
    '256',
    'free MiB on the disk of `DATA_DIR` that are left to those who are drawing: below it new boards, copies, links, pictures and documents over HTTP get 507 `DISK_FULL`; 0 never looks',
  ),
  KEEP_DAYS: setting(
    'keepDays',
    wholeNumber(1, 36_500),
    '400',
    'days after which a session nobody came with, a visit, an audit row and the owner of a client id are forgotten',
  ),
  HISTORY_DAYS: setting(
    'historyDays',
    wholeNumber(0, 36_500),
    '90',
    'days for which what was done on a board is kept one by one, to be shown again and gone back to; 0 keeps it no longer than a day',
  ),
  HISTORY_MB: setting(
    'historyPerBoard',
    mebibytes(1, 1e6),
    '64',
    'MiB that may take on one board, compressed; the oldest is forgotten first. Named versions are kept beside it',
  ),
  PASSING_GUEST_DAYS: setting(
    'passingDays',
    wholeNumber(1, 36_500),
    '30',
    'days after which guests are forgotten who came once, made no board and did not come again',
  ),
} as const;

type Table = typeof settings;
export type SettingName = keyof Table;
/** What the settings become, by their properties. */
export type SettingValues = {
  readonly [Name in SettingName as Table[Name]['property']]: Table[Name] extends Setting<string, infer Value>
    ? Value
    : never;
};
