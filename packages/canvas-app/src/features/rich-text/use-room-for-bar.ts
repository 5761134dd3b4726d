import { useLayoutEffect, useRef } from 'preact/hooks';
import { isSmall, toBoard } from '../../editor/camera.ts';
import { revealing } from '../../editor/caret.ts';
import type { Editor } from '../../editor/editor.ts';
import { onSeen } from '../../ui/on-seen.ts';
import { freeArea } from '../../ui/window-shape.ts';
import { type Around, wanted } from './bar-place.ts';

/**
 * Moves the paper on a small screen as far as it takes to see what is typed and the bar beside it: once a text is opened, when the keyboard
 * of a phone comes or goes, and when the window becomes another. Between, the paper stays where a person has moved it.
 */
export function useRoomForBar(editor: Editor, around: Around | undefined, id: string | undefined): void {
  const latest = useRef(around);
  latest.current = around;
  const { width, height } = editor.viewport.value;
  useLayoutEffect(() => {
    const reveal = () => {
      const now = latest.current;
      const room = now && isSmall(now.viewport) ? wanted(now) : undefined;
      if (room === undefined) return;
      const camera = editor.camera.peek();
      const top = toBoard(camera, { x: room.left, y: room.top });
      const bottom = toBoard(camera, { x: room.right, y: room.bottom });
      editor.setCamera(revealing(camera, { top, bottom }, freeArea(editor.viewport.peek())));
    };
    reveal();
    return onSeen(reveal);
    // Asked anew for another text and another window.
  }, [editor, id, width, height]);
}
