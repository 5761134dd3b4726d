import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Caller, Principal } from '../auth/hooks.ts';
import { sessionDays } from '../auth/sessions.ts';
import { costs } from '../quotas/storage-budget.ts';
import type { Services } from '../services/services.ts';
import { dayMs } from '../units.ts';

/** What of a request tells who sends it. */
export const callerOf = ({ headers, cookies, ip, query }: FastifyRequest): Caller => ({
  headers,
  cookies,
  ip,
  query: query as Record<string, unknown>,
});

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sends this, when known. */
    principal: Principal | undefined;
    /** The secret of the guest that was made by this request. */
    newToken: string | undefined;
  }
  interface FastifyInstance {
    /** The sender of a request, made a guest when unknown, of whom nothing is stored. Throws `UNAUTHENTICATED` where guests are not. */
    callerOrGuest(request: FastifyRequest, reply: FastifyReply): Promise<Principal>;
    /** The same, remembered from now on: for what stores something that is theirs. */
    rememberedCaller(request: FastifyRequest, reply: FastifyReply): Promise<Principal>;
    /** Gives the browser the secret of its session. */
    setSession(reply: FastifyReply, token: string): void;
  }
}

/** Finds out who is behind each request to the API, and gives newcomers a guest's cookie. */
const callers: FastifyPluginAsync<Services> = async (fastify, { hooks, sessions, storage }) => {
  fastify.decorateRequest('principal', undefined);
  fastify.decorateRequest('newToken', undefined);

  fastify.addHook('onRequest', async (request) => {
    request.principal = await hooks.authenticate(callerOf(request));
  });

  fastify.decorate('setSession', (reply, token) => {
    reply.setCookie(sessions.cookie, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: sessions.cookie.startsWith('__Host-'),
      maxAge: (sessionDays * dayMs) / 1000,
    });
  });

  fastify.decorate('callerOrGuest', async (request, reply) => {
    if (request.principal !== undefined) return request.principal;
    if (!hooks.guests) throw new Failure('UNAUTHENTICATED');
    const { principal, token } = sessions.create();
    fastify.setSession(reply, token);
    request.principal = principal;
    request.newToken = token;
    return principal;
  });

  fastify.decorate('rememberedCaller', async (request, reply) => {
    const principal = await fastify.callerOrGuest(request, reply);
    const token = request.newToken ?? request.cookies[sessions.cookie];
    await sessions.keep(token, principal, () => storage.remember(request.ip, costs.session));
    return principal;
  });
};

export default fp(callers);
