import { type Config, ConfigError } from '../config/config.ts';
import { namedDatabase } from '../config/database-url.ts';
import { namedRedis } from '../config/redis-url.ts';
import type { Log } from '../observe/log.ts';
import type { SecretRepository } from '../stores/repositories.ts';
import { createTimers } from '../timers.ts';
import type { Bus } from './bus.ts';
import { createLocalBus } from './local.ts';
import { redisTrouble } from './redis-error.ts';
import type { Way } from './way.ts';

export interface BusDeps {
  readonly secrets: SecretRepository;
  /** Names the database that servers share, and no copy of it. */
  readonly place: string;
  readonly log: Log;
}

/** Tells the operator of each way that it is gone, and that it is back. */
const tellOperator = ({ log }: BusDeps, databaseUrl: string, redisUrl: string) => {
  const gone = new Set<Way['name']>();
  return {
    onDown(name: Way['name'], error: unknown): void {
      gone.add(name);
      // Not the error itself: an address with a password may stand in it.
      if (name === 'redis')
        log.warn(
          {},
          `${redisTrouble(error, namedRedis(redisUrl)).sentence} Until it is there, the database carries hints.`,
        );
      else log.warn({ err: error }, `the database ${namedDatabase(databaseUrl)} tells other servers nothing just now`);
    },
    onUp(name: Way['name']): void {
      if (gone.delete(name)) log.warn({}, `${name === 'redis' ? 'Redis' : 'the database'} tells other servers again`);
    },
    onTrouble: (error: unknown) => log.error({ err: error }, 'what another server told could not be used'),
  };
};

/**
 * The bus of this server, by its settings. Waits until it has been tried once to connect; what cannot be reached then is tried again and again.
 * Throws `ConfigError` when Redis cannot be used as `REDIS_URL` is.
 */
export async function openBus(
  { databaseUrl, redisUrl }: Pick<Config, 'databaseUrl' | 'redisUrl'>,
  deps: BusDeps,
): Promise<Bus> {
  if (databaseUrl === undefined) return createLocalBus().join();
  const [{ joinCluster }, { createPostgresWay }, createRedisWay, secret] = await Promise.all([
    import('./cluster.ts'),
    import('./postgres.ts'),
    // Who has no Redis does not load its driver.
    redisUrl === undefined ? undefined : import('./redis.ts').then((module) => module.createRedisWay),
    deps.secrets.get('bus'),
  ]);
  const bus = joinCluster({
    secret,
    place: deps.place,
    timers: createTimers((error) => deps.log.error({ err: error }, 'something between servers failed')),
    postgres: (made) => createPostgresWay({ ...made, url: databaseUrl }),
    redis:
      redisUrl === undefined || createRedisWay === undefined
        ? undefined
        : (made) => createRedisWay({ ...made, url: redisUrl }),
    ...tellOperator(deps, databaseUrl, redisUrl ?? ''),
  });
  const failed = (await bus.tried).get('redis');
  const trouble =
    failed === undefined || redisUrl === undefined ? undefined : redisTrouble(failed, namedRedis(redisUrl));
  if (trouble?.isLasting !== true) return bus;
  await bus.close();
  throw new ConfigError(trouble.sentence);
}
