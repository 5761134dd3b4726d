import { Failure } from '@gesso/crdt-schema';
import { effect } from '@preact/signals-core';
import type { App } from '../../ui/app-context.ts';
import { refusalOf } from '../../ui/sentence.ts';
import { noticeOf } from '../../words/failure-words.ts';
import type { Feature, Stop } from '../feature.ts';
import { prepareRescue } from './on-collision.ts';

const loadRescue = () => import('./rescue.ts');
const loadBeginAnew = () => import('./begin-anew.ts');

/** Tells what the server has left out of what this page brought, and offers to begin anew where all that takes can be fetched. */
function watchLeftOut(app: App, { opened }: Pick<ReturnType<typeof prepareRescue>, 'opened'>): Stop {
  return effect(() => {
    const told = app.session.connection.told.value;
    if (told?.code !== 'COMMENT_LEFT_OUT') return;
    Promise.all([loadBeginAnew(), opened()]).then(
      ([{ offerToBeginAnew }, rescue]) => offerToBeginAnew(app, told, rescue),
      () => app.shell.tell(noticeOf(told), 'error'),
    );
  });
}

function start(app: App): Stop {
  const { editor, session, shell } = app;
  const report = (error: unknown) =>
    error instanceof Failure ? shell.tell(refusalOf(error), 'error') : console.error(error);
  const rescue = prepareRescue(
    {
      storage: session.storage,
      id: () => session.id.peek(),
      board: editor.board,
      isSaved: () => session.status.peek().sync === 'saved',
      copy: session.copy,
      begin: () => window.location.reload(),
      report,
    },
    loadRescue,
  );
  session.onCollision(rescue.setDown);
  const stops = [
    effect(() => {
      if (session.status.value.sync === 'saved') rescue.saved().catch(report);
    }),
    watchLeftOut(app, rescue),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** What was drawn here under a client id that others took is drawn again under another. Hardly ever needed. */
export const rescue: Feature = { preload: loadRescue, start };
