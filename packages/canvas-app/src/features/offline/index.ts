import type { Feature } from '../feature.ts';

/** The app and its boards without a server: kept on this device, brought up to date, the same in all tabs. */
export const offline: Feature = {
  whenCalm: async (app) => (await import('./work.ts')).begin(app),
};
