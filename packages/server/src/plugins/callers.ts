import { Failure, type Role } from '@gesso/crdt-schema';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Admitted } from '../auth/access.ts';
import type { Caller, Principal } from '../auth/hooks.ts';
import { sessionDays } from '../auth/sessions.ts';
import { type ProofOf, visitorHeader } from '../auth/visitors.ts';
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
  interface FastifyContextConfig {
    /**
     * Whether a visitor without a session may ask this, and by what: the header for all that their link gives, or as well
     * `?visitor=` with what is good for pictures alone.
     */
    visitors?: ProofOf;
  }
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
    /** The sender of a request after it has waited. Throws `UNAUTHENTICATED` when their session ended meanwhile, or is another person's now. */
    callerStill(request: FastifyRequest): Promise<Principal | undefined>;
    /** What the sender of a request may do on a board after it has waited. Throws as `callerStill` and `access.admit` do. */
    admittedStill(request: FastifyRequest, board: string, needed: Role): Promise<Admitted>;
    /** Gives the browser the secret of its session. */
    setSession(reply: FastifyReply, token: string): void;
  }
}

/** Finds out who is behind each request to the API, and gives newcomers a guest's cookie. */
const callers: FastifyPluginAsync<Services> = async (fastify, { access, hooks, sessions, storage, visitors }) => {
  fastify.decorateRequest('principal', undefined);
  fastify.decorateRequest('newToken', undefined);

  const visitorOf = ({ headers, query }: Caller, by: ProofOf | undefined): Principal | undefined => {
    if (by === undefined) return undefined;
    const found = visitors.known(headers[visitorHeader]);
    return found ?? (by === 'pictures' ? visitors.known(query['visitor'], by) : undefined);
  };

  const senderOf = async (request: FastifyRequest): Promise<Principal | undefined> => {
    const caller = callerOf(request);
    // What is said on purpose goes before a cookie, which a browser sends along: where it does so for a frame, the frame is a visitor's.
    return visitorOf(caller, request.routeOptions.config.visitors) ?? (await hooks.authenticate(caller));
  };

  fastify.addHook('onRequest', async (request) => {
    request.principal = await senderOf(request);
  });

  fastify.decorate('callerStill', async (request) => {
    const { principal: before, newToken } = request;
    // Nothing ends the session of one who does not have its secret yet.
    if (newToken !== undefined) return before;
    const sender = await senderOf(request);
    if (before !== undefined && sender?.id !== before.id) throw new Failure('UNAUTHENTICATED', 'over meanwhile');
    return sender;
  });

  fastify.decorate('admittedStill', async (request, board, needed) =>
    access.admit(await fastify.callerStill(request), board, needed),
  );

  // A body can be held back until whoever had the cookie first has signed out everywhere.
  fastify.addHook('preHandler', async (request) => {
    if (request.method === 'GET' || request.method === 'HEAD') return;
    request.principal = await fastify.callerStill(request);
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
