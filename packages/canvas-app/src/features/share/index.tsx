import { effect } from '@preact/signals-core';
import { type App, useApp } from '../../ui/app-context.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { say } from '../../words/say.ts';
import type { Feature, Stop } from '../feature.ts';
import { atButton } from './at-button.ts';
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
  const { On, Beside } = atButton.value;
  const toggle = () => (shell.panel.peek() === 'share' ? shell.closePanel() : shell.openPanel('share'));
  return (
    <>
      {Beside && <Beside />}
      <TextButton kind="filled" icon="share" onPress={toggle}>
        {say('share.share')}
        {On && <On />}
      </TextButton>
    </>
  );
}

/** Each person is told of what they may do, once that changes. */
function start(app: App): Stop {
  stayHere(app);
  const { role } = app.session.connection;
  let before = role.peek();
  return effect(() => {
    const [was, now] = [before, role.value];
    before = now;
    if (was && now && was !== now) withWork(({ tellOfRole }) => tellOfRole(app, was, now), app.shell);
  });
}

/** Links to the board, and who may do what with them. */
export const share: Feature = {
  commands,
  panels: { share: () => import('./panel.tsx') },
  islands: { 'top-right': ShareButton },
  start,
  whenCalm: async (app) => (await import('./work.ts')).begin(app),
};
