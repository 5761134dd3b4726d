import { failures } from '@gesso/crdt-schema';
import type { SyncState } from '../network/status.ts';
import { useApp } from './app-context.ts';
import { strings } from './strings.ts';

/** "Saved" is only said after the server has stored everything; offline says how much waits on this device. */
export const StatusLine = () => {
  const { status, editor, notice, kept } = useApp();
  const { sync, unsaved, reason } = status.value;
  const waiting = sync === 'offline' && unsaved > 0 ? ` — ${strings.waiting(unsaved, kept.value)}` : '';
  const viewOnly = !editor.canEdit.value && sync === 'saved';
  const word = viewOnly ? strings.viewOnly : `${strings.status[sync]}${waiting}`;
  const unkept: Partial<Record<SyncState, string>> = kept.value ? {} : strings.statusHintUnkept;
  const hint =
    notice.value?.message ??
    (reason !== undefined
      ? failures[reason].message
      : viewOnly
        ? strings.viewOnlyHint
        : (unkept[sync] ?? strings.statusHint[sync]));
  return (
    <span
      class={`status ${viewOnly ? 'view' : sync}`}
      role="status"
      title={hint}
      data-sync={sync}
      data-kept={kept.value ? 'here' : 'nowhere'}
    >
      <span class="dot" aria-hidden="true" />
      <span class="word">{word}</span>
    </span>
  );
};
