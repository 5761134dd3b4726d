import { signal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { useApp } from '../../ui/app-context.ts';
import type { Feature } from '../feature.ts';

/** How long the new board has the network and the processor to itself (ms). */
const pauseMs = 700;

/** What names the boards, once there are some. */
const named = signal<FunctionComponent | undefined>(undefined);

function Beside() {
  const { editor } = useApp();
  void editor.version.value;
  const Links = named.value;
  return Links === undefined || editor.touched.value || editor.board.size > 0 ? null : <Links />;
}

/** Beside a new board that is empty: a way to the templates, and the boards one was on last, to go on with. */
export const recent: Feature = {
  islands: { over: Beside },
  start({ joins, session }) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = async () => {
      try {
        const { linksToRecent } = await import('./work.tsx');
        named.value = await linksToRecent(session);
      } catch {
        // It is a convenience: without an answer there is nothing to go on with.
      }
    };
    if (!joins)
      void session.opened.then(() => {
        timer = setTimeout(show, pauseMs);
      });
    return () => {
      clearTimeout(timer);
      named.value = undefined;
    };
  },
};
