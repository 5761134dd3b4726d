import rateLimit, { type FastifyRateLimitStore, type FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync, RouteOptions } from 'fastify';
import fp from 'fastify-plugin';
import { countRequests, type RequestBound } from '../quotas/requests.ts';
import type { Services } from '../services/services.ts';
import { minuteMs } from '../units.ts';

/** What the plugin gives for a route with limits of its own. */
interface OfRoute extends Pick<RequestBound, 'max' | 'timeWindow'> {
  readonly routeInfo: Pick<RouteOptions, 'method' | 'url'>;
}

/** Counts of requests as the plugin asks for them: one for all routes without limits of their own, and one for each that has some. */
const storeOf = ({ timers, ledger }: Services, all: RequestBound): FastifyRateLimitStoreCtor => {
  const store = (bound: RequestBound): FastifyRateLimitStore => {
    const count = countRequests(bound, timers, ledger);
    return {
      incr: (address, done) => done(null, count.raise(address)),
      child(options) {
        const { routeInfo, max, timeWindow } = options as unknown as OfRoute;
        return store({ name: `${String(routeInfo.method)} ${routeInfo.url}`, max, timeWindow });
      },
    };
  };
  return class {
    constructor() {
      Object.assign(this, store(all));
    }
  } as unknown as FastifyRateLimitStoreCtor;
};

/**
 * So many requests a minute from one address (for IPv6, one /64), sockets included, to all servers together. Single routes have tighter limits
 * of their own.
 */
const limits: FastifyPluginAsync<Services> = async (fastify, services) => {
  const all = { name: 'all', max: services.config.requestsPerMinute, timeWindow: minuteMs };
  await fastify.register(rateLimit, {
    max: all.max,
    timeWindow: all.timeWindow,
    store: storeOf(services, all),
    errorResponseBuilder: () => new Failure('RATE_LIMITED'),
  });
};

export default fp(limits);
