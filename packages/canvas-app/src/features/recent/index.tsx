import { signal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { useApp } from '../../ui/app-context.ts';
import type { Feature } from '../feature.ts';

/** What names the boards, once there are some. */
const named = signal<FunctionComponent | undefined>(undefined);

function Beside() {
  const { editor } = useApp();
  void editor.version.value;
  const Links = named.value;
  return Links === undefined || editor.touched.value || editor.board.size > 0 ? null : <Links />;
}

/** Beside a new board that is empty: the boards one was on last, to go on with. */
export const recent: Feature = {
  islands: { over: Beside },
  start({ joins, session }) {
    if (!joins)
      void session.opened
        .then(() => import('./work.tsx'))
        .then(async ({ linksToRecent }) => {
          named.value = await linksToRecent(session);
        })
        // It is a convenience: without an answer there is nothing to go on with.
        .catch(() => undefined);
    return () => {
      named.value = undefined;
    };
  },
};
