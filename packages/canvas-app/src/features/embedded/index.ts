import type { Feature } from '../feature.ts';

/** A board in a frame of another site leads to itself in a window of its own. */
export const embedded: Feature = {
  whenCalm: async (app) => (app.session.visitor ? (await import('./work.tsx')).begin(app) : () => {}),
};
