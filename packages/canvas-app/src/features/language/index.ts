import type { Commands } from '../../commands/command.ts';
import type { Feature } from '../feature.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    language: true;
  }
}

const commands: Commands = {
  'view.language': { keys: [], group: 'view', run: ({ shell }) => shell.openPanel('language') },
};

/** The language of the interface. */
export const language: Feature = { commands, panels: { language: () => import('./panel.tsx') } };
