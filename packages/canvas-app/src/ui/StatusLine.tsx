import { failures } from '@gesso/crdt-schema';
import { useApp } from './app-context.ts';
import { strings } from './strings.ts';

/** "Saved" is only said after the server has stored everything; offline says how much waits on this device. */
export const StatusLine = () => {
  const { status, editor, notice } = useApp();
  const { sync, unsaved, reason } = status.value;
  const waiting = sync === 'offline' && unsaved > 0 ? ` — ${strings.waiting(unsaved)}` : '';
  const viewOnly = !editor.canEdit.value && sync === 'saved';
  const word = viewOnly ? strings.viewOnly : `${strings.status[sync]}${waiting}`;
  const hint = notice.value?.message ?? (reason === undefined ? strings.statusHint[sync] : failures[reason].message);
  return (
    <span class={`status ${viewOnly ? 'view' : sync}`} role="status" title={hint} data-sync={sync}>
      <span class="dot" aria-hidden="true" />
      <span class="word">{word}</span>
    </span>
  );
};
