import type { App } from '../../ui/app-context.ts';

export { ContextMenu } from './ContextMenu.tsx';
export { copy, cut, paste } from './clipboard.ts';
export { hearPress } from './presses.ts';

/** Unlocks everything on the board, in one step. */
export function unlockAll({ editor }: App): void {
  const locked = editor.board.all().filter((element) => element.locked);
  editor.board.edit((writer) => {
    for (const { id } of locked) writer.patch(id, { locked: false });
  });
  editor.setTool('select');
  editor.select(locked.map(({ id }) => id));
}
