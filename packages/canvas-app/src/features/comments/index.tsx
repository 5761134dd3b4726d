import { onFirstComment } from '@gesso/crdt-schema';
import { MessagesSquare } from 'lucide';
import type { CommandContext, Commands, Shell } from '../../commands/command.ts';
import { isSmall } from '../../editor/camera.ts';
import { useApp } from '../../ui/app-context.ts';
import { IconButton } from '../../ui/parts/Button.tsx';
import { onDemand } from '../../ui/parts/on-demand.tsx';
import { sayCommand } from '../../words/say.ts';
import type { Feature } from '../feature.ts';
import { areHidden, badge, firstCameBy, isWanted, tab } from './state.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    comments: true;
  }
}

const open = ({ openPanel }: Pick<Shell, 'openPanel'>, which: 'threads' | 'chat') => {
  tab.value = which;
  openPanel('comments');
};

const commands: Commands = {
  'comment.here': {
    keys: ['mod+alt+m'],
    group: 'view',
    when: ({ editor }: CommandContext) => editor.canComment.peek(),
    run: ({ editor }) => editor.askComment({}),
  },
  'comment.list': { keys: [], group: 'view', run: ({ shell }) => open(shell, 'threads') },
  'comment.chat': { keys: [], group: 'view', run: ({ shell }) => open(shell, 'chat') },
  'comment.hide': {
    keys: ['shift+c'],
    group: 'view',
    isOn: () => areHidden.peek(),
    run() {
      areHidden.value = !areHidden.peek();
    },
  },
};

const Work = onDemand(async () => (await import('./work.tsx')).Over);

function Over() {
  const { editor, shell } = useApp();
  const isAsked = editor.commenting.value !== undefined;
  if (!isAsked && !isWanted.value && shell.panel.value !== 'comments') return null;
  return isAsked ? <Work takesKeys onFailed={editor.askComment} /> : <Work />;
}

/** Opens the list. Those who may comment have it before anything is said; in a small window it stands below the people (`pins.css`). */
function CommentsButton() {
  const { editor, shell } = useApp();
  const isOpen = shell.panel.value === 'comments';
  const mark = badge.value;
  if (!mark && (isSmall(editor.viewport.value) || !editor.canComment.value)) return null;
  return (
    <span class="comments-button">
      <IconButton
        icon={MessagesSquare}
        label={mark?.label ?? sayCommand('comment.list')}
        expanded={isOpen}
        onPress={() => (isOpen ? shell.closePanel() : shell.openPanel('comments'))}
      />
      {mark?.count && <b aria-hidden="true">{mark.count}</b>}
    </span>
  );
}

/** What is said about the board: threads pinned to places of it, and a chat. */
export const comments: Feature = {
  commands,
  panels: { comments: () => import('./panel.tsx') },
  islands: { 'top-right': CommentsButton, over: Over },
  preload: Work.load,
  start({ session: { doc }, status }) {
    const stop = onFirstComment(doc, () => {
      // Where the list is open already it is told of as all else is.
      if (!isWanted.peek()) firstCameBy.value = status.peek().sync;
      isWanted.value = true;
    });
    return () => {
      stop();
      isWanted.value = false;
    };
  },
};
