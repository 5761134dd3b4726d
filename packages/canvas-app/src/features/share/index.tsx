import { effect } from '@preact/signals-core';
import { type App, useApp } from '../../ui/app-context.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { say } from '../../words/say.ts';
import type { Feature, Stop } from '../feature.ts';
import { commands } from './commands.ts';
import { stayHere, withWork } from './here.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    share: true;
  }
}

/** The one filled button of the board. */
function ShareButton() {
  const { shell } = useApp();
  const toggle = () => (shell.panel.peek() === 'share' ? shell.closePanel() : shell.openPanel('share'));
  return (
    <TextButton kind="filled" icon="share" onPress={toggle}>
      {say('share.share')}
    </TextButton>
  );
}

/** The owner is told of a person who asks to draw. */
function start(app: App): Stop {
  stayHere(app);
  return effect(() => {
    const person = app.session.connection.told.value?.person;
    if (person !== undefined) withWork(({ tellOfAsking }) => tellOfAsking(app, person), app.shell);
  });
}

/** Links to the board, and who may do what with them. */
export const share: Feature = {
  commands,
  panels: { share: () => import('./panel.tsx') },
  islands: { 'top-right': ShareButton },
  preload: () => import('./work.ts'),
  start,
};
