import { failures } from '@gesso/crdt-schema';
import { useApp } from './app-context.ts';
import { TextButton } from './parts/Button.tsx';
import { strings } from './strings.ts';

/** When the server refused for good: what happened, what was kept, what to do. */
export const RefusalNotice = () => {
  const { status, editor, shell, context, kept } = useApp();
  const { sync, reason, unsaved } = status.value;
  void editor.version.value;
  if (sync !== 'refused' || reason === undefined) return null;
  return (
    <div class="island refusal" role="alert">
      <div>
        <strong>{failures[reason].message}</strong>
        <p>
          {kept.value || unsaved === 0 ? `${strings.kept(unsaved)}${failures[reason].hint}` : strings.onlyHere(unsaved)}
        </p>
      </div>
      <div class="refusal-actions">
        {editor.board.size > 0 ? (
          <TextButton onPress={() => shell.openPanel('export')}>{strings.exportCopy}</TextButton>
        ) : null}
        <TextButton kind="filled" onPress={() => context.shell.newBoard()}>
          {strings.newBoard}
        </TextButton>
      </div>
    </div>
  );
};
