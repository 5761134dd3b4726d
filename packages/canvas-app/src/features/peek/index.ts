import type { Commands } from '../../commands/command.ts';
import type { Feature } from '../feature.ts';
import { hold } from './held.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    peek: true;
  }
}

const commands: Commands = {
  'view.peek': {
    // Not a letter alone: it may begin a word that is typed on a shape.
    keys: ['alt+z'],
    group: 'view',
    when: ({ editor }) => editor.index.all() !== undefined,
    run({ shell, hold: press }) {
      hold(press !== undefined);
      shell.openPanel('peek');
    },
  },
};

/** The whole board for as long as a key is held, and a way to another place of it. */
export const peek: Feature = { commands, panels: { peek: () => import('./panel.tsx') } };
