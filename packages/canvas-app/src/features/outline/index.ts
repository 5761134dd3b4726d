import type { Commands } from '../../commands/command.ts';
import type { Feature } from '../feature.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    outline: true;
  }
}

const commands: Commands = {
  'view.outline': {
    keys: [],
    group: 'view',
    run: ({ shell }) => shell.openPanel('outline'),
  },
};

/** The board in words, for those who cannot see it and for all who would rather read. */
export const outline: Feature = { commands, panels: { outline: () => import('./panel.tsx') } };
