import type { Commands } from '../../commands/command.ts';
import { CommandButton } from '../../ui/parts/Button.tsx';
import type { Feature } from '../feature.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    help: true;
  }
}

const commands: Commands = {
  'board.help': {
    keys: ['?'],
    group: 'board',
    run: ({ shell }) => shell.openPanel('help'),
  },
};

function HelpCorner() {
  return (
    <div class="island help-corner">
      <CommandButton id="board.help" icon="help" />
    </div>
  );
}

/** The shortcuts and what hands can do. */
export const help: Feature = {
  commands,
  panels: { help: () => import('./panel.tsx') },
  islands: { 'bottom-right': HelpCorner },
};
