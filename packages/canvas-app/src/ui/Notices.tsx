import { sayCommand } from '../words/say.ts';
import { useApp } from './app-context.ts';

/** The way back for the one who has lost sight of the drawing. */
export const Astray = () => {
  const { editor, commands, context } = useApp();
  const command = commands['view.back'];
  if (!editor.contentOutOfView.value || command === undefined) return null;
  return (
    <button type="button" class="island astray" onClick={() => command.run(context)}>
      {sayCommand('view.back')}
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
