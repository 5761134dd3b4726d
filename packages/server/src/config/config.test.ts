import { describe, expect, test } from 'vitest';
import { ConfigError, type Env, readConfig } from './config.ts';

const read = (env: Env) => readConfig(env, '/srv/gesso');
const complaint = (env: Env): string => {
  try {
    read(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
  }
  throw new Error('nothing to complain about');
};

describe('settings', () => {
  test('need nothing for a first start, which only this computer can reach', () => {
    expect(read({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      dataDir: '/srv/gesso/data',
      publicUrl: undefined,
      trustProxy: [],
      whoCanCreate: 'anyone',
      jwt: undefined,
    });
  });

  test('empty values count as not set', () => {
    expect(read({ PORT: '', PUBLIC_URL: ' ' })).toMatchObject({ port: 3000, publicUrl: undefined });
  });

  test('take lists, addresses and ranges', () => {
    const config = read({
      ALLOWED_ORIGINS: 'https://a.example, https://b.example:8443/',
      DENY_IPS: '10.0.0.0/8,2001:db8::/32',
      TRUST_PROXY: '127.0.0.1',
    });
    expect(config.allowedOrigins).toEqual(['https://a.example', 'https://b.example:8443']);
    expect(config.denyIps?.check('10.9.9.9')).toBe(true);
    expect(config.denyIps?.check('2001:db8::1', 'ipv6')).toBe(true);
    expect(config.denyIps?.check('11.0.0.1')).toBe(false);
    expect(config.trustProxy).toEqual(['127.0.0.1']);
  });

  test.each([
    [{ PORT: '70000' }, 'PORT should be a whole number from 0 to 65535, but is "70000".'],
    [{ PORT: '3e3' }, 'PORT should be a whole number from 0 to 65535, but is "3e3".'],
    [{ WHO_CAN_CREATE: 'me' }, 'WHO_CAN_CREATE should be one of anyone, signed-in, nobody, but is "me".'],
    [{ PUBLIC_URL: 'board.example' }, 'PUBLIC_URL should look like https://board.example.org, but is "board.example".'],
    [
      { ALLOW_IPS: '10.0.0.0/33' },
      'ALLOW_IPS should list addresses or ranges such as 10.0.0.0/8, but has "10.0.0.0/33".',
    ],
    [{ TRUST_PROXY: 'true' }, 'TRUST_PROXY should list addresses or ranges such as 10.0.0.0/8, but has "true".'],
    [{ METRICS_PORT: 'off' }, 'METRICS_PORT should be a whole number from 0 to 65535, but is "off".'],
    [{ HTTP_PORT: '80' }, 'HTTP_PORT sends people to HTTPS: it needs TLS_CERT and TLS_KEY. Without them set PORT.'],
    [{ AUTH_JWT_SECRET: 'short' }, 'AUTH_JWT_SECRET is too short to be safe: use at least 32 bytes.'],
    [
      { DATABASE_URL: 'mysql://me:secret@db' },
      'DATABASE_URL should look like postgres://user:password@host:5432/database.',
    ],
    [
      { REDIS_URL: 'redis://x' },
      'REDIS_URL joins servers that keep their boards in one database: set DATABASE_URL as well, or leave REDIS_URL out.',
    ],
    ...['http://x', 'redis://', 'redis://:secret%@x', 'redis://:secret@x/boards', 'secret'].map(
      (REDIS_URL): [Env, string] => [
        { REDIS_URL, DATABASE_URL: 'postgres://db/gesso' },
        'REDIS_URL should look like redis://user:password@host:6379, or rediss:// for TLS.',
      ],
    ),
    [
      { ASSETS_S3_URL: 'https://key:secret@s3.example.org/pictures' },
      'ASSETS_S3_URL is for servers that keep their boards in a database: set DATABASE_URL as well, or leave ASSETS_S3_URL out.',
    ],
    ...['s3://key:secret@bucket', 'https://key@x/b', 'https://key:secret@x', 'https://key:secret@x/a b', 'secret'].map(
      (ASSETS_S3_URL): [Env, string] => [
        { ASSETS_S3_URL, DATABASE_URL: 'postgres://db/gesso' },
        'ASSETS_S3_URL should look like https://key:secret@host/bucket?region=eu-central-1.',
      ],
    ),
  ])('say what is wrong with %o', (env, sentence) => {
    expect(complaint(env)).toBe(sentence);
  });

  test('belong together where they do', () => {
    expect(complaint({ TLS_CERT: 'cert.pem' })).toContain('TLS_KEY');
    expect(complaint({ AUTH_JWT_SECRET: 'x'.repeat(32), AUTH_JWKS_URL: 'https://a.example/keys' })).toContain(
      'exclude',
    );
  });

  test.each([
    ['GESSO_PORT', 'PORT'],
    ['GESSO_DATADIR', 'DATA_DIR'],
    ['GESSO_PUBLICURL', 'PUBLIC_URL'],
    ['GESSO_ALLOWED_ORIGIN', 'ALLOWED_ORIGINS'],
  ])('%s is refused with the name that was meant', (name, meant) => {
    expect(complaint({ [name]: '1' })).toBe(
      `There is no setting ${name}. Settings have no prefix; did you mean ${meant}?`,
    );
  });
});
