import cookie from '@fastify/cookie';
import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import fp from 'fastify-plugin';
import type { Principal } from '../auth/hooks.ts';
import { sessionDays } from '../auth/sessions.ts';
import { costs } from '../quotas/storage.ts';
import type { Services } from '../services.ts';
import { failureOf } from './failures.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sends this, when known. Pages and files are served without asking. */
    principal: Principal | undefined;
    /** Why the sender of an upgrade cannot come in, whoever they are; the socket is then refused in a way a browser can see. */
    unidentified: Failure | undefined;
    /** The secret of whoever was made a guest by this request. */
    newToken: string | undefined;
  }
  interface FastifyInstance {
    /** Whoever sends this, made a guest when nobody knows them, of whom nothing is stored. Throws `UNAUTHENTICATED` where guests are not. */
    somebody(request: FastifyRequest, reply: FastifyReply): Promise<Principal>;
    /** The same, remembered from now on: for what stores something that is theirs. */
    resident(request: FastifyRequest, reply: FastifyReply): Promise<Principal>;
    /** Gives the browser the secret of its session. */
    setSession(reply: FastifyReply, token: string): void;
  }
}

/** Finds out who is behind each request to the API and each socket, and gives newcomers a guest's cookie. */
const sessions: FastifyPluginAsync<Services> = async (fastify, { hooks, sessions, storage }) => {
  await fastify.register(cookie);
  fastify.decorateRequest('principal', undefined);
  fastify.decorateRequest('unidentified', undefined);
  fastify.decorateRequest('newToken', undefined);

  fastify.addHook('onRequest', async (request) => {
    if (!/^\/(api|sync)\//.test(request.url)) return;
    const { headers, cookies, ip } = request;
    try {
      request.principal = await hooks.authenticate({
        headers,
        cookies,
        ip,
        query: request.query as Record<string, unknown>,
      });
    } catch (error) {
      if (headers.upgrade === undefined) throw error;
      request.unidentified = failureOf(error);
    }
  });

  fastify.decorate('setSession', (reply, token) => {
    reply.setCookie(sessions.cookie, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: sessions.cookie.startsWith('__Host-'),
      maxAge: sessionDays * 24 * 60 * 60,
    });
  });

  fastify.decorate('somebody', async (request, reply) => {
    if (request.principal !== undefined) return request.principal;
    if (!hooks.guests) throw new Failure('UNAUTHENTICATED');
    const { principal, token } = sessions.create();
    fastify.setSession(reply, token);
    request.principal = principal;
    request.newToken = token;
    return principal;
  });

  fastify.decorate('resident', async (request, reply) => {
    const principal = await fastify.somebody(request, reply);
    const token = request.newToken ?? request.cookies[sessions.cookie];
    await sessions.keep(token, principal, () => storage.remember(request.ip, costs.session));
    return principal;
  });
};

export default fp(sessions);
