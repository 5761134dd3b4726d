import { hintOf, messageOf } from '../words/failure-words.ts';
import { say, sayCommand } from '../words/later.ts';
import { useApp } from './app-context.ts';
import { TextButton } from './parts/Button.tsx';

/** When the server refused for good: what happened, what was kept, what to do. */
export const Refusal = () => {
  const { status, editor, shell, context, kept } = useApp();
  const { sync, reason, unsaved } = status.value;
  void editor.version.value;
  if (sync !== 'refused' || reason === undefined) return null;
  return (
    <div class="island refusal" role="alert">
      <div>
        <strong>{messageOf(reason)}</strong>
        <p>
          {kept.value || unsaved === 0
            ? say('refused.kept', { n: unsaved, hint: hintOf(reason) })
            : say('refused.onlyHere', { n: unsaved })}
        </p>
      </div>
      <div class="refusal-actions">
        {editor.board.size > 0 ? (
          <TextButton onPress={() => shell.openPanel('export')}>{say('refused.exportCopy')}</TextButton>
        ) : null}
        <TextButton onPress={() => context.shell.goTo('/boards')}>{sayCommand('board.list')}</TextButton>
        <TextButton kind="filled" onPress={() => context.shell.goTo('/')}>
          {say('refused.newBoard')}
        </TextButton>
      </div>
    </div>
  );
};
