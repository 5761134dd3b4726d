import type { Feature } from '../feature.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    me: true;
  }
}

/** The name and the color by which others know one. */
export const me: Feature = {
  commands: { 'people.me': { keys: [], group: 'view', run: ({ shell }) => shell.openPanel('me') } },
  panels: { me: () => import('./panel.tsx') },
};
