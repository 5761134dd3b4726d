import type { Commands } from '../../commands/command.ts';
import { useApp } from '../../ui/app-context.ts';
import { onDemand } from '../../ui/parts/on-demand.tsx';
import type { Feature } from '../feature.ts';

const commands: Commands = {
  'view.minimap': {
    keys: ['m'],
    group: 'view',
    // A narrow screen has no room beside its tools.
    when: ({ editor }) => editor.viewport.peek().width > 640,
    isOn: ({ editor }) => editor.minimap.peek(),
    run({ editor }) {
      editor.setPreference('minimap', !editor.minimap.peek());
    },
  },
};

const MapPanel = onDemand(async () => (await import('./Minimap.tsx')).Minimap);

const loadMap = async () => {
  const { loadMap } = await import('./Minimap.tsx');
  await Promise.all([MapPanel.load(), loadMap()]);
};

function Corner() {
  const { editor } = useApp();
  return editor.minimap.value ? <MapPanel onFailed={() => editor.setPreference('minimap', false)} /> : null;
}

/** A small map of the board, to see where one is and to go elsewhere. */
export const minimap: Feature = { commands, islands: { 'bottom-right': Corner }, preload: loadMap };
