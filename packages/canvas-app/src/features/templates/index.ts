import type { Feature } from '../feature.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    templates: true;
  }
}

/** Boards to begin with, one of which is put in view. */
export const templates: Feature = {
  commands: {
    'board.templates': {
      keys: [],
      group: 'board',
      when: ({ editor }) => editor.canEdit.peek(),
      run: ({ shell }) => shell.openPanel('templates'),
    },
  },
  panels: { templates: () => import('./panel.tsx') },
};
