import type { Command, Commands } from '../../commands/command.ts';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/say.ts';
import type { Feature } from '../feature.ts';
import { type CopiedFormat, copyPicture } from './clipboard.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    export: true;
  }
}

/** Fetches what makes pictures and files. */
export const loadPictures = () => import('./pictures.ts');

/** The app that is open: commands are asked for before there is one. */
let app: App | undefined;

/** The picture that is copied. */
async function pictureToCopy(format: CopiedFormat): Promise<Blob> {
  const { pictures } = await loadPictures();
  if (app === undefined) throw new Error('no board is open');
  return await pictures(app).pictureOfWhatIsMeant(format);
}

const copyAs = (format: CopiedFormat, keys: Command['keys']): Command => ({
  keys,
  group: 'board',
  when: ({ editor }) => editor.board.size > 0,
  run({ shell }) {
    copyPicture(pictureToCopy(format), format).then(
      () => shell.tell(say('export.copied')),
      () => shell.tell(say('export.notCopied'), 'error'),
    );
  },
});

const commands: Commands = {
  'board.export': {
    keys: ['mod+shift+e'],
    group: 'board',
    run: ({ shell }) => shell.openPanel('export'),
  },
  'board.copyPng': copyAs('png', ['shift+alt+c']),
  'board.copySvg': copyAs('svg', []),
};

/** Pictures and files of the board. */
export const exportImage: Feature = {
  commands,
  panels: { export: () => import('./panel.tsx') },
  start(opened) {
    app = opened;
    return () => {
      app = undefined;
    };
  },
  preload: async () => (await loadPictures()).loadExport(),
};
