import { signal } from '@preact/signals-core';
import type { Commands } from '../../commands/command.ts';
import { onDemand } from '../../ui/parts/on-demand.tsx';
import type { Feature } from '../feature.ts';

/** How the board is doing: frames, tiles, bytes. */
export function figures(): Feature {
  const open = signal(false);
  const Figures = onDemand(async () => (await import('./Figures.tsx')).Figures);
  const close = () => {
    open.value = false;
  };
  const commands: Commands = {
    'view.figures': {
      label: 'Figures of this board',
      keys: ['mod+shift+d'],
      group: 'view',
      run() {
        open.value = !open.peek();
      },
    },
  };
  return {
    commands,
    islands: { over: () => (open.value ? <Figures onFailed={close} /> : null) },
    preload: Figures.load,
  };
}
