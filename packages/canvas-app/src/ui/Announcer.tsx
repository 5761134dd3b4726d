import { useApp } from './app-context.ts';
import { onDemand } from './parts/on-demand.tsx';

const Said = onDemand(async () => (await import('./Said.tsx')).Said);

const Done = onDemand(async () => (await import('./Done.tsx')).Done);

/** Fetches what says it, so that the first selection, and what is done to it, is said at once. */
export const loadSaid = () => Promise.all([Said.load(), Done.load()]);

/** Says what is selected, and what was done, to those who cannot see it. */
export const Announcer = () => {
  const { editor } = useApp();
  const isAny = editor.selection.value.size > 0 || editor.entered.value.length > 0;
  return (
    <>
      <p class="unseen" role="status" data-for="selection">
        {isAny ? <Said /> : null}
      </p>
      <p class="unseen" role="status" data-for="done">
        {isAny || editor.done.value !== undefined ? <Done /> : null}
      </p>
    </>
  );
};
