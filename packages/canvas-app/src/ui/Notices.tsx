import { useApp } from './app-context.ts';
import { strings } from './strings.ts';

/** The one faint line on an empty board; gone with the first touch. */
export const Hint = () => {
  const { editor, status, joins } = useApp();
  void editor.version.value;
  const { sync } = status.value;
  // Of a board that is still to come nobody knows yet that it is empty.
  const opening = (sync === 'syncing' || (joins && sync === 'connecting')) && !editor.touched.value;
  if (editor.touched.value || editor.board.size > 0 || status.value.sync === 'refused') return null;
  return <p class={`hint${opening ? ' waiting' : ''}`}>{editor.canEdit.value ? strings.hint : strings.hintView}</p>;
};

/** The way back for the one who has lost sight of the drawing. */
export const Astray = () => {
  const { editor, commands, context } = useApp();
  const command = commands['view.back'];
  if (!editor.contentOutOfView.value || command === undefined) return null;
  return (
    <button type="button" class="island astray" onClick={() => command.run(context)}>
      {command.label}
    </button>
  );
};

/** Storage trouble or a restart, while it lasts. */
export const ServerNotice = () => {
  const { notice, status } = useApp();
  if (notice.value === undefined || status.value.sync === 'refused') return null;
  return (
    <div class="island notice" role="status">
      {notice.value.message}
    </div>
  );
};
