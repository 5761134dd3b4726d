import { messageOf } from '../words/failure-words.ts';
import { say } from '../words/say.ts';
import { useApp } from './app-context.ts';

/** "Saved" is only said after the server has stored everything; offline says how much waits on this device. */
export const StatusLine = () => {
  const { status, editor, notice, kept } = useApp();
  const { sync, unsaved, reason } = status.value;
  const viewOnly = !editor.canEdit.value && sync === 'saved';
  const only = editor.canComment.value ? 'commentOnly' : 'viewOnly';
  const word = viewOnly
    ? say(`app.${only}`)
    : sync === 'offline' && unsaved > 0
      ? say(kept.value ? 'status.offlineKept' : 'status.offlineUnkept', { n: unsaved })
      : say(`status.${sync}`);
  const hint =
    notice.value?.message ??
    (reason !== undefined
      ? messageOf(reason)
      : viewOnly
        ? say('app.viewOnlyHint')
        : say(kept.value || sync === 'saved' ? `status.hint.${sync}` : 'status.notKept'));
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
