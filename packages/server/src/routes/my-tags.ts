import type { FastifyPluginAsync } from 'fastify';
import { described, tagList } from '../http/schemas.ts';
import type { Services } from '../services/services.ts';

const schema = described('boards', 'My tags, and how many of my boards have each', { 200: tagList });

/** The tags of one person. Not among boards, one of which a host may call `tags`. */
const myTags: FastifyPluginAsync<Services> = async (fastify, { repositories }) => {
  fastify.get('/', { schema }, async ({ principal }) => ({
    tags: principal === undefined ? [] : await repositories.boards.tagsOf(principal.id),
  }));
};

export default myTags;
