import { cleanName, Failure, limits } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import type { Principal } from '../hooks.ts';
import { isColor, personOf } from '../person.ts';
import type { Services } from '../services.ts';

const facts = (me: Principal) => ({ ...personOf(me), signedIn: me.signedIn });

const change = {
  body: {
    type: 'object',
    properties: {
      name: { type: 'string', maxLength: 4 * limits.personNameLength },
      color: { type: 'string', maxLength: 7 },
    },
  },
};

/** Who am I? */
const session: FastifyPluginAsync<Services> = async (fastify, { sessions, rooms }) => {
  fastify.get('/', async (request, reply) => facts(await fastify.somebody(request, reply)));

  fastify.patch<{ Body: { name?: string; color?: string } }>('/', { schema: change }, async (request, reply) => {
    const me = await fastify.somebody(request, reply);
    // Who is signed in has their name from elsewhere.
    if (me.signedIn) throw new Failure('FORBIDDEN', 'signed in');
    const name = cleanName(request.body.name ?? me.name);
    const color = request.body.color?.toLowerCase() ?? me.color;
    if (name === '' || !isColor(color)) throw new Failure('MALFORMED', 'name or color');
    const changed = { ...me, name, color };
    await sessions.update(changed);
    rooms.rename(personOf(changed));
    return facts(changed);
  });
};

export default session;
