import type { Commands } from '../../commands/command.ts';
import type { Feature } from '../feature.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    history: true;
  }
}

const commands: Commands = {
  'board.history': {
    keys: [],
    group: 'view',
    run: ({ shell }) => shell.openPanel('history'),
  },
};

const load = () => import('./panel.tsx');

/** Former states of the board: named, looked at, compared with the board as it is now, and brought back; what was done since one was here. */
export const history: Feature = {
  commands,
  panels: { history: load },
  whenCalm: async (app) => (await load()).beginSince(app),
};
