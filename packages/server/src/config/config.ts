/** What the environment says, read once; nothing else in the server looks at it. */
import type { BlockList } from 'node:net';
import { distance } from 'fastest-levenshtein';
import { blockList, ConfigError } from './parsers.ts';
import { type Setting, type SettingName, type SettingValues, settings } from './settings.ts';

export { ConfigError } from './parsers.ts';

/** Everything that can be set from outside. Durations are milliseconds or days, rates are per minute and address, sizes are bytes. */
export interface Config extends SettingValues {
  /** The addresses of `trustProxy`, to look others up in. */
  readonly proxies: BlockList | undefined;
  /** Paths of PEM files, when the server speaks HTTPS itself. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly jwt: JwtConfig | undefined;
}

export interface JwtConfig {
  /** Shared secret (HS256), or the address of the issuer's public keys (RS256, PS256, ES256, EdDSA). */
  readonly secret: string | undefined;
  readonly jwksUrl: string | undefined;
  readonly issuer: string | undefined;
  readonly audience: string | undefined;
}

export type Env = Readonly<Record<string, string | undefined>>;

/** Reads the settings of `env`; paths are relative to `cwd`. Throws `ConfigError` with a sentence that names the setting and what it should look like. */
export function readConfig(env: Env = process.env, cwd: string = process.cwd()): Config {
  refuseUnknown(env);
  const values = Object.fromEntries(
    Object.entries<Setting<string, unknown>>(settings).map(([name, { property, parse, initial }]) => {
      const text = env[name]?.trim() || initial;
      return [property, text === undefined ? undefined : parse(text, name, cwd)];
    }),
  ) as unknown as SettingValues;
  if (values.redisUrl !== undefined && values.databaseUrl === undefined)
    throw new ConfigError(
      'REDIS_URL joins servers that keep their boards in one database: set DATABASE_URL as well, or leave REDIS_URL out.',
    );
  if (values.bucket !== undefined && values.databaseUrl === undefined)
    throw new ConfigError(
      'ASSETS_S3_URL is for servers that keep their boards in a database: set DATABASE_URL as well, or leave ASSETS_S3_URL out.',
    );
  return {
    ...values,
    proxies: blockList(values.trustProxy.join(','), 'TRUST_PROXY', cwd),
    tls: tlsOf(values),
    jwt: jwtOf(values),
  };
}

function refuseUnknown(env: Env): void {
  for (const name of Object.keys(env)) {
    if (!name.startsWith('GESSO_')) continue;
    throw new ConfigError(
      `There is no setting ${name}. Settings have no prefix; did you mean ${nearest(name.slice('GESSO_'.length))}?`,
    );
  }
}

function tlsOf({ tlsCert: cert, tlsKey: key, httpPort }: SettingValues): Config['tls'] {
  if ((cert === undefined) !== (key === undefined)) {
    throw new ConfigError('TLS_CERT and TLS_KEY belong together: set both to the paths of PEM files, or neither.');
  }
  if (httpPort !== undefined && cert === undefined) {
    throw new ConfigError('HTTP_PORT sends people to HTTPS: it needs TLS_CERT and TLS_KEY. Without them set PORT.');
  }
  return cert !== undefined && key !== undefined ? { cert, key } : undefined;
}

function jwtOf({ jwtSecret, jwksUrl, jwtIssuer, jwtAudience }: SettingValues): JwtConfig | undefined {
  if (jwtSecret === undefined && jwksUrl === undefined) return undefined;
  if (jwtSecret !== undefined && jwksUrl !== undefined) {
    throw new ConfigError(
      'AUTH_JWT_SECRET and AUTH_JWKS_URL exclude each other: set the one your tokens are signed with.',
    );
  }
  return { secret: jwtSecret, jwksUrl, issuer: jwtIssuer, audience: jwtAudience };
}

/** The setting whose name differs least from what was written. */
function nearest(written: string): SettingName {
  const names = Object.keys(settings) as SettingName[];
  return names.reduce((best, name) => (distance(written, name) < distance(written, best) ? name : best), 'PORT');
}
