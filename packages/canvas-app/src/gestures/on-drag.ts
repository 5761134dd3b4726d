/** What is fetched with the first drag. */
export { beginSnapping } from './begin-snapping.ts';
export { lasso } from './lasso.ts';
