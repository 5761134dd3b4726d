import { restoreVersion } from '@gesso/crdt-schema';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import type { Past } from './versions.ts';

/** Brings a former board back, and offers to take that back until something else is done here. `when`: what the version is called. */
export function restore({ editor, shell, byHand }: App, past: Past, when: string): void {
  const { board } = editor;
  const difference = byHand(() => restoreVersion(board, past.doc));
  if (difference === undefined) return;
  const { added, changed, gone } = difference;
  if (added.length + changed.length + gone.length === 0) {
    shell.tell(say('history.same'));
    return;
  }
  const stop = board.onChange(({ origin }) => {
    if (origin !== 'local' && origin !== 'undo') return;
    // Undo would take back that instead.
    stop();
    shell.dismiss(offer);
  });
  const offer = shell.tell(say('history.restored', { when }), 'info', {
    label: say('command.edit.undo'),
    run: () => void editor.undo(),
  });
}
