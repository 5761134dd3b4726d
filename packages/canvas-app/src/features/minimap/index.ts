import type { Commands } from '../../commands/command.ts';
import type { Feature } from '../feature.ts';
import { loadMap, Minimap } from './Minimap.tsx';

const commands: Commands = {
  'view.minimap': {
    label: 'Map of the board',
    keys: ['m'],
    group: 'view',
    // A narrow screen has no room beside its tools.
    when: ({ editor }) => editor.viewport.peek().width > 640,
    run({ editor }) {
      editor.setPreference('minimap', !editor.minimap.peek());
    },
  },
};

/** A small map of the board, to see where one is and to go elsewhere. */
export const minimap: Feature = { commands, islands: { 'bottom-right': Minimap }, preload: loadMap };
