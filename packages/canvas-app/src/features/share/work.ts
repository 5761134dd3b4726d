import type { Person } from '@gesso/crdt-schema';
import type { App } from '../../ui/app-context.ts';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import { openPeople } from './people.ts';

type Here = Pick<App, 'session' | 'shell'>;

const peopleOf = ({ session }: Here) => openPeople(session.api, session.id.peek() ?? '');

const told = ({ shell }: Here, work: Promise<unknown>): void => {
  work.catch((error: unknown) => shell.tell(sentenceOf(error), 'error'));
};

/** Tells the owner that a person asks to draw, with a way to let them. */
export function tellOfAsking(app: Here, { name, id }: Person): void {
  app.shell.tell(say('sharePanel.asks', { name }), 'info', {
    label: say('sharePanel.letDraw'),
    run: () => told(app, peopleOf(app).give(id, 'editor')),
  });
}

/** Asks the owner to be let draw, and says whether they are here. */
export function askToDraw(app: Here): void {
  told(
    app,
    peopleOf(app)
      .ask()
      .then((heard) => app.shell.tell(say(heard ? 'sharePanel.asked' : 'sharePanel.nobodyHears'))),
  );
}
