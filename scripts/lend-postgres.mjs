/** Lends one PostgreSQL to all tests of a run. */
import { lend } from './lend.mjs';
import { startPostgres } from './postgres.mjs';

export default lend('postgres', startPostgres);
