import { useApp } from './app-context.ts';
import { onDemand } from './parts/on-demand.tsx';

const Said = onDemand(async () => (await import('./Said.tsx')).Said);

/** Fetches what says it, so that the first selection is said at once. */
export const loadSaid = Said.load;

/** Says what is selected to those who cannot see it. */
export const Announcer = () => {
  const { editor } = useApp();
  const isAny = editor.selection.value.size > 0 || editor.entered.value.length > 0;
  return (
    <p class="unseen" role="status" data-for="selection">
      {isAny ? <Said /> : null}
    </p>
  );
};
