import type { Commands } from '../../commands/command.ts';
import { hasFree } from '../../commands/conditions.ts';
import { useApp } from '../../ui/app-context.ts';
import { onDemand } from '../../ui/parts/on-demand.tsx';
import type { Feature } from '../feature.ts';
import { linkedElement } from './linked.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    link: true;
  }
}

const commands: Commands = {
  'edit.link': {
    keys: ['mod+k'],
    group: 'edit',
    when: hasFree,
    run: ({ shell }) => shell.openPanel('link'),
  },
};

const Chip = onDemand(async () => (await import('./LinkChip.tsx')).LinkChip);

/** The chip comes with the first link that is pointed at. */
function Over() {
  return linkedElement(useApp().editor) === undefined ? null : <Chip />;
}

/** Addresses behind elements: set, shown and opened. */
export const links: Feature = {
  commands,
  panels: { link: () => import('./panel.tsx') },
  islands: { over: Over },
  preload: Chip.load,
};
