import { Failure } from '@gesso/crdt-schema';
import type { Timers } from '../timers.ts';
import type { RateLimit } from './rate-limits.ts';

/** A person who has been given much waits, as their sockets do; one who still owes after that is refused with `RATE_LIMITED`. */
export const outOfDebt = async (rateLimit: RateLimit, timers: Timers): Promise<void> => {
  const { ms } = rateLimit.charge(0, timers.elapsed());
  if (ms === 0) return;
  await new Promise<void>((resolve) => void timers.afterIdle(ms, resolve));
  if (rateLimit.charge(0, timers.elapsed()).ms > 0) throw new Failure('RATE_LIMITED', 'documents');
};
