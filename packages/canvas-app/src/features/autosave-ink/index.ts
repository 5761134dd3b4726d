import type { App } from '../../ui/app-context.ts';
import type { Feature, Stop } from '../feature.ts';
import { guardInk } from './guard-ink.ts';

function start({ editor, session }: App): Stop {
  const { storage, opened } = session;
  if (storage === undefined) return () => undefined;
  const { draft, board } = editor;
  const canEdit = () => editor.canEdit.peek();
  return session.onBoard((id) => guardInk({ storage, id, draft, canEdit, board, opened }));
}

/** Ink under the pen outlives its page: kept in this browser while it is drawn, and drawn by the next page that opens the board. */
export const autosaveInk: Feature = { start };
