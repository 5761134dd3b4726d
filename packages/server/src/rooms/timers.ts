/** How the rooms wait. */
export { type Cancel, createTimers, systemTimers, type Timers } from '../timers.ts';
