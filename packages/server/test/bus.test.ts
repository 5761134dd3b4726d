import { randomBytes } from 'node:crypto';
import { createLocalBus } from '../src/bus/local.ts';
import { joinServer, serverOn, type Ways } from './support/bus.ts';
import { describeBus } from './support/bus-contract.ts';
import { newSchema } from './support/postgres.ts';
import { sharedRedis } from './support/redis.ts';

/** So many servers of one installation, at once. */
const joining = (ways: () => Promise<Omit<Ways, 'secret'>>) => async (count: number) => {
  const installation = { ...(await ways()), secret: randomBytes(32) };
  return Promise.all(Array.from({ length: count }, () => joinServer(installation)));
};

describeBus('in one process', {
  join: async (count) => {
    const place = createLocalBus();
    return Array.from({ length: count }, () => serverOn(place.join()));
  },
  carriesPassing: true,
});

describeBus('on Redis', { join: joining(async () => ({ redis: await sharedRedis() })), carriesPassing: true });

describeBus('on a database', { join: joining(async () => ({ postgres: await newSchema() })), carriesPassing: false });

describeBus('on Redis and a database', {
  join: joining(async () => ({ redis: await sharedRedis(), postgres: await newSchema() })),
  carriesPassing: true,
});
