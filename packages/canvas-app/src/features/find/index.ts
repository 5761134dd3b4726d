import type { Commands } from '../../commands/command.ts';
import type { Feature } from '../feature.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    find: true;
  }
}

const commands: Commands = {
  'view.find': {
    keys: ['mod+f'],
    group: 'view',
    whileTyping: true,
    run: ({ shell }) => shell.openPanel('find'),
  },
};

/** Words on the board: found, counted, and gone to one after the other. */
export const find: Feature = { commands, panels: { find: () => import('./panel.tsx') } };
