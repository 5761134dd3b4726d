import type { FailureCode } from '@gesso/crdt-schema';
import { hintOf, messageOf } from '../words/failure-words.ts';
import { say, sayCommand } from '../words/later.ts';
import { useApp } from './app-context.ts';
import { useRestore } from './own-trash.ts';
import { TextButton } from './parts/Button.tsx';

/** What happened and what to do, in the words of the table of failures where nothing more is known. */
function wordsFor(reason: FailureCode, isHere: boolean, isOwn: boolean) {
  if (isOwn) return { message: say('refused.inYourTrash'), hint: say('refused.inYourTrashHint') };
  // Only a board that opened before is here: it is no wrong address.
  if (reason === 'NO_SUCH_BOARD' && isHere) return { message: say('refused.closed'), hint: say('refused.closedHint') };
  return { message: messageOf(reason), hint: hintOf(reason) };
}

/** When the server refused for good: what happened, what was kept, what to do. */
export const Refusal = () => {
  const { status, editor, shell, context, commands, kept, session } = useApp();
  // In a frame of another site nobody has boards of their own.
  const hasBoards = session.visitor === undefined;
  const { sync, reason, unsaved } = status.value;
  void editor.version.value;
  const restore = useRestore();
  if (sync !== 'refused' || reason === undefined) return null;
  const isHere = editor.board.size > 0;
  const { message, hint } = wordsFor(reason, isHere, restore !== undefined);
  return (
    <div class="island refusal" role="alert">
      <div>
        <strong>{message}</strong>
        <p>
          {kept.value || unsaved === 0
            ? say('refused.kept', { n: unsaved, hint })
            : say('refused.onlyHere', { n: unsaved })}
        </p>
      </div>
      <div class="refusal-actions">
        {restore === undefined ? null : (
          <TextButton kind="filled" onPress={restore}>
            {say('refused.restore')}
          </TextButton>
        )}
        {hasBoards && isHere ? (
          <TextButton
            kind={restore === undefined ? 'filled' : 'plain'}
            onPress={() => commands['board.keepCopy']?.run(context)}
          >
            {sayCommand('board.keepCopy')}
          </TextButton>
        ) : null}
        {isHere ? <TextButton onPress={() => shell.openPanel('export')}>{say('refused.exportCopy')}</TextButton> : null}
        {hasBoards ? (
          <>
            <TextButton onPress={() => context.shell.goTo('/boards')}>{sayCommand('board.list')}</TextButton>
            <TextButton
              kind={isHere || restore !== undefined ? 'plain' : 'filled'}
              onPress={() => context.shell.goTo('/')}
            >
              {say('refused.newBoard')}
            </TextButton>
          </>
        ) : null}
      </div>
    </div>
  );
};
