import { isBareText } from '@gesso/crdt-schema';
import { Type } from 'lucide';
import { makeText } from '../editor/create-element.ts';
import type { Tool } from './tool.ts';

/** A click starts typing: in the text under it, or in a new one. */
export const text: Tool = {
  label: 'Text',
  icon: Type,
  group: 'words',
  keys: ['t', '8'],
  makes: 'text',
  cursor: 'text',
  writes: true,
  press(pointer, editor) {
    return {
      move() {},
      cancel() {},
      end() {
        const under = editor.pick(pointer.at, 4);
        if (under !== undefined && isBareText(under) && !under.locked) {
          editor.select([under.id]);
          editor.setEditing(under.id);
        } else {
          editor.startText(makeText(pointer.at, editor.style.peek()));
        }
      },
    };
  },
};
