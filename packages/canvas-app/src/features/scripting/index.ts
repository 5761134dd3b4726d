import type { Feature } from '../feature.ts';
import { type BringFile, createScripting, type Exporting } from './scripting.ts';

/** `window.gesso`: the board from the console, from scripts and from tests. */
export const scripting = (loadExporting: () => Promise<Exporting>, bringFile: BringFile): Feature => ({
  start(app) {
    window.gesso = createScripting(app, loadExporting, bringFile);
    return () => {
      delete window.gesso;
    };
  },
});
