import { sayCommand } from '../words/say.ts';
import { useApp } from './app-context.ts';
import { onDemand } from './parts/on-demand.tsx';

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

const Refusal = onDemand(async () => (await import('./Refusal.tsx')).Refusal);

/** Fetches what says why a board is refused: there may be no server to ask for it later. */
export const loadRefusal = Refusal.load;

/** Why the server has refused for good, if it has. */
export const RefusalNotice = () => (useApp().status.value.sync === 'refused' ? <Refusal /> : null);

/** Storage trouble or a restart, while it lasts. */
export const ServerNotice = () => {
  const { notice, status, editor } = useApp();
  const { sync } = status.value;
  void editor.version.value;
  // Who has the board here can go on, and the status says what that means.
  const announced = notice.value;
  if (announced === undefined || sync === 'refused' || (sync === 'offline' && editor.board.size > 0)) return null;
  return (
    <div class="island notice" role="status">
      <div>
        {announced.message}
        {announced.hint ? <p>{announced.hint}</p> : null}
      </div>
    </div>
  );
};
