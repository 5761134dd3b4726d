import type { Commands } from '../../commands/command.ts';
import { onDemand } from '../../ui/parts/on-demand.tsx';
import type { Feature } from '../feature.ts';
import { asked, stopAsking } from './asked.ts';

const commands: Commands = {
  'edit.author': {
    keys: [],
    group: 'edit',
    when: ({ editor }) => editor.selection.peek().size === 1,
    run({ editor }) {
      [asked.value] = editor.selection.peek();
    },
  },
};

const Chip = onDemand(async () => (await import('./AuthorChip.tsx')).AuthorChip);

const Over = () => (asked.value === undefined ? null : <Chip onFailed={stopAsking} />);

/** Who made an element, said when it is asked. */
export const author: Feature = { commands, islands: { over: Over }, preload: Chip.load };
