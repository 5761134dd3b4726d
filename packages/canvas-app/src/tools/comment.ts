import { MessageCircle } from 'lucide';
import type { Editor } from '../editor/editor.ts';
import type { CommentAsked } from '../editor/tools.ts';
import type { Tool } from './tool.ts';

/** CSS pixels that an arrow key moves the paper. */
const step = 40;

const ask = (editor: Editor, asked: CommentAsked) => {
  editor.askComment(asked);
  if (!editor.toolLocked.peek()) editor.setTool('select');
};

const nothing = () => undefined;

/** Says where a comment is to stand: the field for it, and all pins, are in `features/comments/`. */
export const comment: Tool = {
  icon: MessageCircle,
  group: 'words',
  keys: ['c'],
  cursor: 'crosshair',
  writes: false,
  comments: true,
  press: (_, editor) => ({ move: nothing, end: ({ at }) => ask(editor, { at }), cancel: nothing }),
  /** Enter asks for one on what is selected or in the middle of the view; arrow keys move the paper. */
  byKeys(editor, steps) {
    if (steps === undefined) ask(editor, {});
    else editor.pan(-steps.x * step, -steps.y * step);
  },
};
