import type { Readable } from 'node:stream';
import { Failure } from '@gesso/crdt-schema';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { personOf } from '../auth/people.ts';
import { outOfDebt } from '../quotas/debts.ts';
import type { Services } from '../services/services.ts';

/** Bytes on their way to who asked. */
export interface LargeAnswer {
  readonly stream: Readable;
  readonly length: number;
}

/**
 * Answers those who may look at a board with bytes of it, as many as a board has: within what a person, an address and a board are given in a
 * time, and what may be held for those who do not read. `make` may take its time. Throws `RATE_LIMITED` and `OVERLOADED` beyond
 * that, what `make` throws, and what the right to look has become meanwhile.
 */
export async function largeAnswer(
  fastify: FastifyInstance,
  { answers, rateLimits, timers }: Pick<Services, 'answers' | 'rateLimits' | 'timers'>,
  { request, board, make }: { request: FastifyRequest; board: string; make: () => Promise<Uint8Array> },
): Promise<LargeAnswer> {
  const { principal, ip, raw } = request;
  if (principal === undefined) throw new Failure('NO_SUCH_BOARD');
  const who = { person: personOf(principal).id, board, ip };
  const answer = answers.begin(who);
  const rateLimit = rateLimits.of(who);
  try {
    await outOfDebt(rateLimit, timers);
    const bytes = await make();
    // It may have been waited for, and what was drawn meanwhile is not for those who were sent away.
    await fastify.admittedStill(request, board, 'viewer');
    rateLimit.charge(bytes.length, timers.elapsed());
    // The person who waited for it may have gone meanwhile.
    if (raw.socket.destroyed) throw new Failure('TOO_SLOW');
    return { stream: answer.stream(bytes), length: bytes.length };
  } catch (error) {
    answer.end();
    throw error;
  } finally {
    rateLimit.release();
  }
}
