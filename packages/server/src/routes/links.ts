import { Failure, limits } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import { newLink } from '../auth/new-board.ts';
import { personOf } from '../auth/people.ts';
import { hashPassword, passwordLength } from '../auth/secrets.ts';
import { cleanTitle } from '../auth/titles.ts';
import { publicOrigin } from '../http/public-origin.ts';
import { described, linkList, newLinkShape, nothing } from '../http/schemas.ts';
import { costs } from '../quotas/storage-budget.ts';
import type { Services } from '../services/services.ts';
import { type LinkRole, linkRoles } from '../stores/repositories.ts';
import { representLink, representNewLink } from './representations.ts';

/** Links of one board. Each is looked at when a key is tried. */
const most = 200;

const list = described('links', 'The links of a board, for its owner', { 200: linkList });
const revoke = described('links', 'Turn a link off; its sockets are closed', { 204: nothing });
const add = {
  ...described('links', 'Make a link', { 201: newLinkShape }),
  body: {
    type: 'object',
    required: ['role'],
    properties: {
      role: { type: 'string', enum: [...linkRoles] },
      label: { type: ['string', 'null'], maxLength: limits.nameLength },
      /** ISO 8601, or milliseconds since 1970. */
      expiresAt: { type: ['string', 'integer', 'null'], maxLength: 64 },
      password: { type: ['string', 'null'], maxLength: passwordLength },
      maxUses: { type: ['integer', 'null'], minimum: 1, maximum: 10_000, description: 'people who may come by it' },
    },
  },
};

interface AddBody {
  role: LinkRole;
  label?: string | null;
  expiresAt?: string | number | null;
  password?: string | null;
  maxUses?: number | null;
}

/** Who gets in: the owner's table of links. A key is shown when its link is made, and never again. */
const links: FastifyPluginAsync<Services> = async (
  fastify,
  { config, access, repositories, rooms, storage, audit, now },
) => {
  const expiry = (given: string | number | null | undefined): number | undefined => {
    if (given === null || given === undefined) return undefined;
    const at = new Date(given).getTime();
    if (!(at > now())) throw new Failure('MALFORMED', 'expiresAt is not a time in the future');
    return at;
  };

  fastify.get<{ Params: { board: string } }>('/', { schema: list }, async ({ principal, params }) => {
    const { board } = await access.admit(principal, params.board, 'owner');
    return { links: (await repositories.links.ofBoard(board.id)).map(representLink) };
  });

  fastify.post<{ Params: { board: string }; Body: AddBody }>('/', { schema: add }, async (request, reply) => {
    const { principal, params, body } = request;
    const { board } = await access.admit(principal, params.board, 'owner');
    if ((await repositories.links.ofBoard(board.id)).length >= most) throw new Failure('TOO_LARGE', `${most} links`);
    if (principal !== undefined) storage.make({ person: personOf(principal).id, ip: request.ip }, costs.link);
    const link = newLink(board.id, body.role, now(), {
      label: cleanTitle(body.label ?? '') || undefined,
      expiresAt: expiry(body.expiresAt),
      password: body.password ? await hashPassword(body.password) : undefined,
      maxUses: body.maxUses ?? undefined,
    });
    await repositories.links.add(link.record);
    audit('link.create', { board: board.id, person: principal?.id, facts: { link: link.record.id, role: body.role } });
    return reply.code(201).send(representNewLink(publicOrigin(request, config), link));
  });

  fastify.delete<{ Params: { board: string; link: string } }>(
    '/:link',
    { schema: revoke },
    async ({ principal, params }, reply) => {
      const { board } = await access.admit(principal, params.board, 'owner');
      if (!(await repositories.links.remove(board.id, params.link))) throw new Failure('NOT_FOUND');
      rooms.close(board.id, 'REVOKED', ({ link }) => link === params.link);
      audit('link.revoke', { board: board.id, person: principal?.id, facts: { link: params.link } });
      return reply.code(204).send();
    },
  );
};

export default links;
