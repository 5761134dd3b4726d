/** Lends one Redis, or Valkey, to all tests of a run. */
import { lend } from './lend.mjs';
import { startRedis } from './redis.mjs';

export default lend('redis', startRedis);
