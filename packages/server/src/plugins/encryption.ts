import { TLSSocket } from 'node:tls';
import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { isListed, isPrivateAddress } from '../config/addresses.ts';
import type { Config } from '../config/config.ts';
import type { Services } from '../services/services.ts';

/**
 * Whether a request crossed a network in the clear although people are promised HTTPS. A proxy is believed when it says so;
 * where none was named, a peer with a private address is taken for one.
 */
const cameInTheClear = ({ raw, headers }: FastifyRequest, { publicUrl, proxies }: Config): boolean => {
  if (publicUrl?.startsWith('https:') !== true || raw.socket instanceof TLSSocket) return false;
  const peer = raw.socket.remoteAddress ?? '';
  const proxied = proxies === undefined ? isPrivateAddress(peer) : isListed(proxies, peer);
  if (!proxied) return true;
  return (
    String(headers['x-forwarded-proto'] ?? '')
      .split(',')
      .at(-1)
      ?.trim() === 'http'
  );
};

/** Refuses what crossed a network in the clear: a secret sent there by mistake opens nothing and is noticed at once. */
const refuse: FastifyPluginAsync<Services> = async (fastify, { config }) => {
  fastify.addHook('onRequest', async (request) => {
    if (cameInTheClear(request, config)) throw new Failure('MALFORMED', 'plain http');
  });
};

/** Sends browsers that ask for a page in the clear to the same page over HTTPS. */
const redirect: FastifyPluginAsync<Services> = async (fastify, { config }) => {
  fastify.addHook('onRequest', async (request, reply) => {
    if (cameInTheClear(request, config)) return reply.redirect(`${config.publicUrl}${request.url}`, 308);
  });
};

export const refusePlainHttp = fp(refuse);
export const redirectPlainHttp = fp(redirect);
