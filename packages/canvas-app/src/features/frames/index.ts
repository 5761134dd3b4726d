import type { CommandContext, Commands } from '../../commands/command.ts';
import type { Feature } from '../feature.ts';
import { frameAroundSelection } from './around.ts';
import { FrameName } from './FrameName.tsx';
import { createWalk } from './order.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    frames: true;
  }
}

const hasFrames = ({ editor }: CommandContext): boolean => editor.board.frames().size > 0;
const walk = createWalk();

const commands: Commands = {
  'frame.next': {
    label: 'Next frame',
    keys: ['pagedown'],
    group: 'view',
    when: hasFrames,
    run: ({ editor }) => walk(editor, 1),
  },
  'frame.previous': {
    label: 'Previous frame',
    keys: ['pageup'],
    group: 'view',
    when: hasFrames,
    run: ({ editor }) => walk(editor, -1),
  },
  'frame.list': {
    label: 'Frames of this board',
    keys: ['shift+f'],
    group: 'view',
    run: ({ shell }) => shell.openPanel('frames'),
  },
  'frame.around': {
    label: 'Frame what is selected',
    keys: ['mod+alt+g'],
    group: 'arrange',
    when: ({ editor }) => editor.canEdit.peek() && editor.selection.peek().size > 0,
    run: ({ editor }) => frameAroundSelection(editor),
  },
};

/** Parts of the board with a title: their names, a list of them, and going from one to the next. */
export const frames: Feature = {
  commands,
  panels: { frames: () => import('./panel.tsx') },
  islands: { over: FrameName },
};
