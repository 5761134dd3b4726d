import type { App } from '../../ui/app-context.ts';

/** What of the app brings files in. */
export type Here = Pick<App, 'editor' | 'session' | 'shell' | 'byHand'>;
