import type { CommandContext, Commands } from '../../commands/command.ts';
import { useApp } from '../../ui/app-context.ts';
import { onDemand } from '../../ui/parts/on-demand.tsx';
import type { Feature } from '../feature.ts';
import { frameAroundSelection } from './around.ts';
import { createWalk } from './order.ts';
import { beginPresenting, presented, stopPresenting } from './presenting.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    frames: true;
  }
}

const hasFrames = ({ editor }: CommandContext): boolean => editor.board.frames().size > 0;
const walk = createWalk();

const commands: Commands = {
  'frame.next': {
    keys: ['pagedown'],
    group: 'view',
    when: hasFrames,
    run: ({ editor }) => walk(editor, 1),
  },
  'frame.previous': {
    keys: ['pageup'],
    group: 'view',
    when: hasFrames,
    run: ({ editor }) => walk(editor, -1),
  },
  'frame.list': {
    keys: ['shift+f'],
    group: 'view',
    run: ({ shell }) => shell.openPanel('frames'),
  },
  'frame.present': {
    keys: ['shift+p'],
    group: 'view',
    when: hasFrames,
    run: ({ editor }) => beginPresenting(editor),
  },
  'frame.around': {
    keys: ['mod+alt+g'],
    group: 'arrange',
    when: ({ editor }) => editor.canEdit.peek() && editor.selection.peek().size > 0,
    run: ({ editor }) => frameAroundSelection(editor),
  },
};

const FrameName = onDemand(async () => (await import('./FrameName.tsx')).FrameName);

const PresentBar = onDemand(async () => (await import('./PresentBar.tsx')).PresentBar);

/** The field for names comes with the first frame, or with the tool that makes one: it is there before it is opened. */
function Over() {
  const { editor } = useApp();
  void editor.version.value;
  const hasNames = editor.tool.value === 'frame' || editor.board.frames().size > 0;
  return (
    <>
      {hasNames ? <FrameName /> : null}
      {presented.value === undefined ? null : <PresentBar onFailed={stopPresenting} />}
    </>
  );
}

/** Parts of the board with a title: their names, a list of them, going from one to the next, and nothing but them. */
export const frames: Feature = {
  commands,
  panels: { frames: () => import('./panel.tsx') },
  islands: { over: Over },
  preload: () => Promise.all([FrameName.load(), PresentBar.load()]),
};
