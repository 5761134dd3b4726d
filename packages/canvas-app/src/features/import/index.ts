import type { Feature } from '../feature.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    imported: true;
  }
}

/** Fetches what reads files. */
export const loadImport = () => import('./bring.ts');

/** Files with boards in them. `pick` asks a person for any. */
export const fileImport = (pick: () => void): Feature => ({
  commands: {
    'board.open': {
      keys: [],
      group: 'board',
      when: ({ editor }) => editor.canEdit.peek(),
      run: pick,
    },
  },
  panels: { imported: () => import('./panel.tsx') },
  preload: loadImport,
});
