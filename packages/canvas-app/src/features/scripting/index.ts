import type { Feature } from '../feature.ts';
import { createScripting, type Exporting } from './scripting.ts';

/** `window.gesso`: the board from the console, from scripts and from tests. */
export const scripting = (exporting: Exporting): Feature => ({
  start(app) {
    window.gesso = createScripting(app, exporting);
    return () => {
      delete window.gesso;
    };
  },
});
