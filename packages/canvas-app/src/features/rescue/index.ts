import { Failure } from '@gesso/crdt-schema';
import { effect } from '@preact/signals-core';
import type { App } from '../../ui/app-context.ts';
import { refusalOf } from '../../ui/sentence.ts';
import type { Feature, Stop } from '../feature.ts';
import { prepareRescue } from './on-collision.ts';

const loadRescue = () => import('./rescue.ts');
const loadBeginAnew = () => import('./begin-anew.ts');

/** Tells what the server has left out of what this page brought. */
function watchLeftOut(app: App, begin: () => void, report: (error: unknown) => void): Stop {
  return effect(() => {
    const told = app.session.connection.told.value;
    if (told?.code === 'COMMENT_LEFT_OUT')
      loadBeginAnew().then(({ offerToBeginAnew }) => offerToBeginAnew(app, told, begin), report);
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
  // Where nothing is kept on this device, there is no copy to begin anew either.
  const beginAnew = () => void rescue.setDown(new Set()).then((isBegun) => isBegun || window.location.reload());
  session.onCollision(rescue.setDown);
  const stops = [
    effect(() => {
      if (session.status.value.sync === 'saved') rescue.saved().catch(report);
    }),
    watchLeftOut(app, beginAnew, report),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** What was drawn here under a client id that others took is drawn again under another. Hardly ever needed. */
export const rescue: Feature = { preload: loadRescue, start };
