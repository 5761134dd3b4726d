import { type PasteReader, pasteReaders } from '../../input/clipboard.ts';
import type { Feature } from '../feature.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    imported: true;
  }
}

/** What a text begins with that may be a drawing; what is fetched then knows. */
const begins = /^\s*(?:\{\s*"type"\s*:\s*"exc|<svg|<\?x|<!-|```m|---\n|%%|graph |flowch|sequence)/;

/** Fetches what reads pasted text. */
const loadPasted = () => import('./paste.ts');

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
  preload: () => Promise.all([loadImport(), loadPasted()]),
  start(app) {
    const reader: PasteReader = {
      begins,
      read: async (text) => (await loadPasted()).readPasted(text, take),
      onWords(text, ids) {
        // Nothing is lost where that cannot be fetched.
        loadPasted().then(
          ({ offer }) => offer(app, { text, ids }, take),
          () => undefined,
        );
      },
    };
    pasteReaders.add(reader);
    return () => pasteReaders.delete(reader);
  },
});
