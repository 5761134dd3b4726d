import type { CommentAnchor, CommentThread } from '@gesso/crdt-schema';
import type { Vec } from '@gesso/drawing';
import { signal } from '@preact/signals-core';
import { isSmall, toScreen } from '../../editor/camera.ts';
import { centeredOn } from '../../editor/deep-link.ts';
import type { App } from '../../ui/app-context.ts';
import type { Picked } from './mentions.ts';
import { placeOf } from './places.ts';
import { roomFor } from './room.ts';

/** The card that is open beside a pin: a thread, or the field for a new one. */
export type Opened =
  | { readonly type: 'thread'; readonly id: string }
  | { readonly type: 'new'; readonly anchor: CommentAnchor };

export const opened = signal<Opened | undefined>(undefined);

/** What is said to those who cannot see it: another object each time. */
export const said = signal<{ readonly words: string }>({ words: '' });

/** What was typed and not sent yet, and who was chosen for it, by what it belongs to; kept as long as the page is. */
export const drafts = new Map<string, { readonly text: string; readonly picked: Picked }>();

/** The zoom at which a thread is shown that is looked for from further away, and the air that its pin has in view (CSS px). */
const nearEnough = 0.6;
const air = 48;

/** Where an anchor is on the board that a person sees. */
export const placeIn = ({ editor: { board, index } }: Pick<App, 'editor'>, anchor: CommentAnchor): Vec | undefined =>
  placeOf(anchor, (id) => board.get(id), index.bounds);

/** Brings a thread into view and opens it. */
export function goToThread(app: App, thread: Pick<CommentThread, 'id' | 'anchor'>): void {
  const { editor, shell } = app;
  const at = placeIn(app, thread.anchor) ?? thread.anchor;
  if (isSmall(editor.viewport.peek())) shell.closePanel();
  const [camera, viewport] = [editor.camera.peek(), editor.viewport.peek()];
  const room = roomFor(app);
  const { x, y } = toScreen(camera, at);
  const isSeen = x > room.left + air && x < room.right - air && y > room.top + air && y < room.bottom - air;
  if (!isSeen || camera.zoom < nearEnough) {
    const zoom = Math.max(nearEnough, camera.zoom);
    const centered = centeredOn({ ...at, zoom }, viewport);
    // The middle of what the panel leaves.
    const aside = viewport.width / 2 - (room.left + room.right) / 2;
    editor.setCamera({ ...centered, x: centered.x + aside / zoom });
  }
  opened.value = { type: 'thread', id: thread.id };
}
