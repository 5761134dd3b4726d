import type { Feature } from '../feature.ts';
import { createScripting, type Exporting } from './scripting.ts';

/** `window.gesso`: the board from the console, from scripts and from tests. */
export const scripting = (loadExporting: () => Promise<Exporting>): Feature => ({
  start(app) {
    window.gesso = createScripting(app, loadExporting);
    return () => {
      delete window.gesso;
    };
  },
});
