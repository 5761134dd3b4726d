import type { Feature } from '../feature.ts';
import type { Uses } from './uses.ts';
import { wantsToAdd } from './wanted.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    library: true;
  }
}

/** Pieces to be put on boards again: one's own, those of library files and of the server. */
export const library = (...uses: Uses): Feature => ({
  commands: {
    'board.library': {
      keys: ['alt+l'],
      group: 'board',
      run: ({ shell }) => shell.openPanel('library'),
    },
    'edit.toLibrary': {
      keys: [],
      group: 'edit',
      when: ({ editor }) => editor.selection.peek().size > 0,
      run({ shell }) {
        wantsToAdd.value = true;
        shell.openPanel('library');
      },
    },
  },
  panels: { library: async () => (await import('./panel.tsx')).panelWith(uses) },
});
