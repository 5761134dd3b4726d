import type { Shell } from '../../commands/command.ts';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/say.ts';

/** The board of this page, for what commands are not given. */
let here: App | undefined;

export const stayHere = (app: App): void => {
  here = app;
};

/** Whether a frame of another site shows the board: nobody has boards of their own there. */
export const isFramed = (): boolean => here?.session.visitor !== undefined;

type Work = typeof import('./work.ts');

/** Fetches what asks and answers, and has it done. */
export const withWork = (run: (work: Work, app: App) => void, shell: Pick<Shell, 'tell'>): void => {
  import('./work.ts').then(
    (work) => here && run(work, here),
    () => shell.tell(say('app.notLoaded'), 'error'),
  );
};
