import { signal } from '@preact/signals-core';
import type { Commands } from '../../commands/command.ts';
import { onDemand } from '../../ui/parts/on-demand.tsx';
import type { Feature } from '../feature.ts';

/** How the board is doing: frames, tiles, bytes. */
export function stats(): Feature {
  const open = signal(false);
  const Stats = onDemand(async () => (await import('./Stats.tsx')).Stats);
  const close = () => {
    open.value = false;
  };
  const commands: Commands = {
    'view.figures': {
      keys: ['mod+shift+d'],
      group: 'view',
      isOn: () => open.peek(),
      run() {
        open.value = !open.peek();
      },
    },
  };
  return {
    commands,
    islands: { over: () => (open.value ? <Stats onFailed={close} /> : null) },
    preload: Stats.load,
  };
}
