import type { Commands } from '../../commands/command.ts';
import type { Feature } from '../feature.ts';
import { copyPng } from './clipboard.ts';
import { strings } from './strings.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    export: true;
  }
}

/** Fetches what makes pictures and files. */
export const loadPictures = () => import('./pictures.ts');

const commands: Commands = {
  'board.export': {
    label: 'Export image …',
    keys: ['mod+shift+e'],
    group: 'board',
    run: ({ shell }) => shell.openPanel('export'),
  },
  'board.copyPng': {
    label: 'Copy as PNG',
    keys: ['shift+alt+c'],
    group: 'board',
    when: ({ editor }) => editor.board.size > 0,
    run({ editor, shell }) {
      copyPng(loadPictures().then(({ pictures }) => pictures(editor).pngOfWhatIsMeant())).then(
        () => shell.tell(strings.imageCopied),
        () => shell.tell(strings.imageNotCopied, 'error'),
      );
    },
  },
};

/** Pictures and files of the board. */
export const exportImage: Feature = {
  commands,
  panels: { export: () => import('./panel.tsx') },
  preload: async () => (await loadPictures()).loadExport(),
};
