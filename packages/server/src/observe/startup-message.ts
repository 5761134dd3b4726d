import { networkInterfaces } from 'node:os';
import { renderUnicodeCompact } from 'uqr';
import type { Config } from '../config/config.ts';
import { namedDatabase } from '../config/database-url.ts';
import { exposureWarning, isWildcard } from '../config/insecure-exposure.ts';
import { namedRedis } from '../config/redis-url.ts';

/** Addresses under which other devices on the network reach this machine. */
const networkAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);

/** Where a server listens. */
export interface Whereabouts {
  /** Where this machine reaches it. */
  readonly url: string;
  readonly port: number;
  /** Where metrics are read when they have a listener of their own. */
  readonly metricsUrl: string | undefined;
  /** The port that sends plain HTTP to HTTPS, when there is one. */
  readonly httpPort: number | undefined;
}

const whereKept = ({ dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>): string =>
  databaseUrl === undefined ? dataDir : `PostgreSQL: ${namedDatabase(databaseUrl)}`;

/** What the server says when it is up: where it is, where the data is, and how others get there. */
export const startupMessage = (
  config: Config,
  { url, port, httpPort, metricsUrl }: Whereabouts,
  addresses = networkAddresses(),
): string => {
  const lines = ['', `  Gesso is running at ${url}`];
  if (httpPort !== undefined) lines.push(`  Plain HTTP on port ${httpPort} is sent there.`);
  lines.push(`  Boards are kept in  ${whereKept(config)}`);
  if (config.redisUrl !== undefined) lines.push(`  Servers talk over   Redis: ${namedRedis(config.redisUrl)}`);
  if (metricsUrl !== undefined) lines.push(`  Metrics are at      ${metricsUrl}`);
  const warning = exposureWarning(config);
  if (warning !== undefined) lines.push(`  ${warning}`);
  if (config.publicUrl !== undefined) return [...lines, ''].join('\n');
  if (!isWildcard(config.host)) {
    return [
      ...lines,
      '  Only this computer can reach it. Start with HOST=0.0.0.0 to open it to your network.',
      '',
    ].join('\n');
  }
  const scheme = config.tls === undefined ? 'http' : 'https';
  const others = addresses.map((address) => `${scheme}://${address}:${port}`);
  const [first] = others;
  if (first === undefined)
    return [...lines, '  It is open to the network, but this computer has no network address.', ''].join('\n');
  const code = renderUnicodeCompact(first, { border: 1 });
  return [...lines, ...others.map((other) => `  On your network:    ${other}`), '', code.replace(/^/gm, '  '), ''].join(
    '\n',
  );
};
