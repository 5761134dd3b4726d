import { Failure } from '@gesso/crdt-schema';
import { effect } from '@preact/signals-core';
import type { App } from '../../ui/app-context.ts';
import { refusalOf } from '../../ui/sentence.ts';
import type { Feature, Stop } from '../feature.ts';
import { prepareRescue } from './on-collision.ts';

const loadRescue = () => import('./rescue.ts');

function start({ editor, session, shell }: App): Stop {
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
  return effect(() => {
    if (session.status.value.sync === 'saved') rescue.saved().catch(report);
  });
}

/** What was drawn here under a client id that others took is drawn again under another. Hardly ever needed. */
export const rescue: Feature = { preload: loadRescue, start };
