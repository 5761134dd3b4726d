import type { Server, Socket } from 'node:net';
import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import fp from 'fastify-plugin';
import { isListed } from '../config/addresses.ts';
import type { Config } from '../config/config.ts';
import type { Services } from '../services/services.ts';

/** Whether an address is kept out. */
const isDenied = (address: string, { allowIps, denyIps }: Config): boolean =>
  (denyIps !== undefined && isListed(denyIps, address)) || (allowIps !== undefined && !isListed(allowIps, address));

/** Cuts connections from addresses that are kept out, before anything is read. */
export const cutDenied = (server: Server, { config, metrics, security }: Services): void => {
  server.on('connection', (socket: Socket) => {
    const ip = socket.remoteAddress ?? '';
    if (!isDenied(ip, config)) return;
    socket.destroy();
    metrics.denied();
    security('address.deny', { ip });
  });
};

/** Addresses that `ALLOW_IPS` and `DENY_IPS` keep out get nothing. */
const addressLists: FastifyPluginAsync<Services> = async (fastify, services) => {
  const { config } = services;
  // Without a proxy in between, an address that is kept out does not get as far as a request.
  if (config.proxies === undefined) cutDenied(fastify.server, services);
  fastify.addHook('onRequest', async ({ ip }) => {
    if (isDenied(ip, config)) throw new Failure('FORBIDDEN', 'address');
  });
};

export default fp(addressLists);
