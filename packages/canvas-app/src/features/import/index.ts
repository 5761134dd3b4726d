import type { Feature } from '../feature.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    imported: true;
  }
}

/** Fetches what reads files. */
export const loadImport = () => import('./bring.ts');

/** Files with boards in them. `pick` asks a person for any, `take` puts what is in some on the board. */
export const fileImport = (pick: () => void, take: (files: readonly File[]) => void): Feature => ({
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
  whenCalm: async () => (await import('./paste.ts')).hearPastes(take),
});
