import { Failure, type FailureCode, failureBody, failures as table } from '@gesso/crdt-schema';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Services } from '../services/services.ts';

type Answer = (request: FastifyRequest, reply: FastifyReply) => FastifyReply;

declare module 'fastify' {
  interface FastifyInstance {
    /** Answers what no route answers. A context whose hooks should run before sets it as its own handler. */
    notFound: Answer;
  }
}

const codeOfStatus: Readonly<Record<number, FailureCode>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'TOO_LARGE',
  429: 'RATE_LIMITED',
  503: 'OVERLOADED',
};

/** What errors of a store call themselves: SQLite's, the database's, and those of the bucket with pictures. */
const ofStores: ReadonlySet<string> = new Set(['ERR_SQLITE_ERROR', 'ERR_POSTGRES', 'ERR_BUCKET']);

/** The failure behind anything that was thrown while a request was handled. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof Failure) return error;
  const { statusCode, code } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  if (typeof code === 'string' && ofStores.has(code)) return new Failure('STORE_UNAVAILABLE', String(error));
  if (typeof statusCode !== 'number' || statusCode < 400) return new Failure('INTERNAL', String(error));
  return new Failure(codeOfStatus[statusCode] ?? (statusCode < 500 ? 'MALFORMED' : 'INTERNAL'), String(error));
};

/** A failure as a page of its own, without anything that would have to be fetched: that may be what fails. */
const pageOf = ({ message, hint = '' }: ReturnType<typeof failureBody>): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Gesso</title>
<h1>${message}</h1>
<p>${hint}</p>
<p><a href="">Try again</a> · <a href="/boards">My boards</a></p>
</html>
`;

/** Whether a person has asked for a page, and not a program of ours for an answer. */
const wantsPage = ({ headers, url }: FastifyRequest): boolean =>
  headers.accept?.includes('text/html') === true && !/^\/(?:api|sync)(?:[/?]|$)/.test(url);

const send = (reply: FastifyReply, code: FailureCode): FastifyReply => {
  reply.code(table[code].http).header('cache-control', 'no-store');
  const body = failureBody(code);
  return wantsPage(reply.request) ? reply.type('text/html; charset=utf-8').send(pageOf(body)) : reply.send(body);
};

/** One shape for every refusal, `{code, message, hint}` from the shared table; for who has asked for a page, a page that says it. */
const failures: FastifyPluginAsync<Services> = async (fastify, { refused }) => {
  const known: { readonly methods: string; readonly pattern: RegExp }[] = [];
  fastify.addHook('onRoute', ({ method, url }) => {
    if (url.includes('*')) return;
    const pattern = new RegExp(`^${url.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+')}$`);
    known.push({ methods: [method].flat().join(', '), pattern });
  });

  fastify.setErrorHandler((error, request, reply) => {
    const failure = failureOf(error);
    const { method, routeOptions, ip } = request;
    // The pattern of the route, never the address as it was sent: that may hold a ticket.
    refused('http', failure, { method, path: routeOptions.url, ip }, error);
    return send(reply, failure.code);
  });

  fastify.decorate('notFound', (request, reply) => {
    const [path = ''] = request.url.split('?');
    const allowed = known.filter(({ pattern }) => pattern.test(path)).map(({ methods }) => methods);
    if (allowed.length === 0) return send(reply, 'NOT_FOUND');
    return send(reply.header('allow', [...new Set(allowed)].join(', ')), 'METHOD_NOT_ALLOWED');
  });
  fastify.setNotFoundHandler(fastify.notFound);
};

export default fp(failures);
