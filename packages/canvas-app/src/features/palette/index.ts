import type { Commands } from '../../commands/command.ts';
import type { Feature } from '../feature.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    palette: true;
  }
}

const commands: Commands = {
  'board.palette': {
    keys: ['mod+/', 'mod+shift+p'],
    group: 'board',
    run: ({ shell }) => shell.openPanel('palette'),
  },
};

/** Any command by a few letters of its name. */
export const palette: Feature = { commands, panels: { palette: () => import('./panel.tsx') } };
