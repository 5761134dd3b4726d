import { Failure, limits } from '@gesso/crdt-schema';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { newLink } from '../auth/new-board.ts';
import { personOf } from '../auth/people.ts';
import { hashPassword, passwordLength } from '../auth/secrets.ts';
import { cleanTitle } from '../auth/titles.ts';
import { publicOrigin } from '../http/public-origin.ts';
import { described, linkList, linkShape, newLinkShape, nothing } from '../http/schemas.ts';
import { costs } from '../quotas/storage-budget.ts';
import type { Services } from '../services/services.ts';
import { type LinkChange, type LinkRole, linkRoles } from '../stores/repositories.ts';
import { representLink, representNewLink } from './representations.ts';

/** Links of one board. Each is looked at when a key is tried. */
const most = 200;

const terms = {
  role: { type: 'string', enum: [...linkRoles] },
  label: { type: ['string', 'null'], maxLength: limits.nameLength },
  /** ISO 8601, or milliseconds since 1970. */
  expiresAt: { type: ['string', 'integer', 'null'], maxLength: 64 },
  password: { type: ['string', 'null'], maxLength: passwordLength },
  maxUses: { type: ['integer', 'null'], minimum: 1, maximum: 10_000, description: 'people who may come by it' },
};
const schemas = {
  list: described('links', 'The links of a board, for its owner', { 200: linkList }),
  revoke: described('links', 'Turn a link off; its sockets are closed', { 204: nothing }),
  add: {
    ...described('links', 'Make a link', { 201: newLinkShape }),
    body: { type: 'object', required: ['role'], properties: terms },
  },
  change: {
    ...described('links', 'Give a link other terms; its key stays, and so does what is not sent', { 200: linkShape }),
    body: { type: 'object', additionalProperties: false, minProperties: 1, properties: terms },
  },
};

interface Terms {
  label?: string | null;
  expiresAt?: string | number | null;
  password?: string | null;
  maxUses?: number | null;
}
interface OfBoard {
  Params: { board: string };
}
interface OfLink {
  Params: { board: string; link: string };
}

/** When a link ends, as it was sent. Throws `MALFORMED` for what is no time. */
function timeOf(sent: string | number): number {
  const at = new Date(sent).getTime();
  if (Number.isNaN(at)) throw new Failure('MALFORMED', 'expiresAt is not a time');
  return at;
}

/** The terms that were sent, as they are kept; those that were not sent are left out. */
async function readTerms({ label, expiresAt, password, maxUses }: Terms): Promise<Omit<LinkChange, 'role'>> {
  return {
    ...(label === undefined ? {} : { label: cleanTitle(label ?? '') || undefined }),
    ...(expiresAt === undefined ? {} : { expiresAt: expiresAt === null ? undefined : timeOf(expiresAt) }),
    ...(maxUses === undefined ? {} : { maxUses: maxUses ?? undefined }),
    ...(password === undefined ? {} : { password: password ? await hashPassword(password) : undefined }),
  };
}

/** Who gets in: the owner's table of links. A key is shown when its link is made, and never again. */
const links: FastifyPluginAsync<Services> = async (fastify, services) => {
  const { config, access, repositories, rooms, storage, audit, now } = services;

  fastify.get<OfBoard>('/', { schema: schemas.list }, async ({ principal, params }) => {
    const { board } = await access.admit(principal, params.board, 'owner');
    return {
      links: (await repositories.links.ofBoard(board.id)).map(representLink),
      embeds: config.embedOrigins === '*' || config.embedOrigins.length > 0,
    };
  });

  fastify.post<OfBoard & { Body: Terms & { role: LinkRole } }>('/', { schema: schemas.add }, async (request, reply) => {
    const { principal, params, body } = request;
    const { board } = await access.admit(principal, params.board, 'owner');
    if ((await repositories.links.ofBoard(board.id)).length >= most) throw new Failure('TOO_LARGE', `${most} links`);
    if (principal !== undefined) storage.make({ person: personOf(principal).id, ip: request.ip }, costs.link);
    const { expiresAt = null } = body;
    if (expiresAt !== null && timeOf(expiresAt) <= now())
      throw new Failure('MALFORMED', 'expiresAt is not a time in the future');
    const given = await readTerms(body);
    // A password takes its time to be hashed.
    await fastify.admittedStill(request, board.id, 'owner');
    const link = newLink(board.id, body.role, now(), given);
    if (!(await repositories.links.add(link.record, most))) throw new Failure('TOO_LARGE', `${most} links`);
    audit('link.create', {
      board: board.id,
      person: principal?.id,
      facts: { link: link.record.id, role: body.role },
    });
    return reply.code(201).send(representNewLink(publicOrigin(request, config), link));
  });

  change(fastify, services);

  fastify.delete<OfLink>('/:link', { schema: schemas.revoke }, async ({ principal, params }, reply) => {
    const { board } = await access.admit(principal, params.board, 'owner');
    if (!(await repositories.links.remove(board.id, params.link))) throw new Failure('NOT_FOUND');
    await rooms.closeWay(board.id, { of: 'link', link: params.link });
    audit('link.revoke', { board: board.id, person: principal?.id, facts: { link: params.link } });
    return reply.code(204).send();
  });
};

/** A link that goes on under other terms. A password and a number of people concern those who come from then on. */
function change(fastify: FastifyInstance, services: Services): void {
  const { access, repositories, rooms, storage, audit, now } = services;
  fastify.patch<OfLink & { Body: Terms & { role?: LinkRole } }>(
    '/:link',
    { schema: schemas.change },
    async (request) => {
      const { principal, params, body, ip } = request;
      const { board } = await access.admit(principal, params.board, 'owner');
      if (principal !== undefined) storage.make({ person: personOf(principal).id, ip }, costs.star);
      const { role } = body;
      const given = { ...(await readTerms(body)), ...(role === undefined ? {} : { role }) };
      // A password takes its time to be hashed.
      await fastify.admittedStill(request, board.id, 'owner');
      const link = await repositories.links.change(board.id, params.link, given);
      if (link === undefined) throw new Failure('NOT_FOUND');
      const isOver = link.expiresAt !== undefined && link.expiresAt <= now();
      const cameByIt = { of: 'link', link: link.id } as const;
      if (isOver) await rooms.closeWay(board.id, cameByIt);
      // They come back at once, with what they may do now and for as long as they may.
      else if ('role' in given || 'expiresAt' in given) rooms.close(board.id, 'ROLE_CHANGED', cameByIt);
      audit('link.change', {
        board: board.id,
        person: principal?.id,
        // A name says whom it was given to, a password lets people in: neither is written down.
        facts: { link: link.id, changed: Object.keys(given), role: link.role },
      });
      return representLink(link);
    },
  );
}

export default links;
