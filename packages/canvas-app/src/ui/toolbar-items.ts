import { forms } from '@gesso/crdt-schema';
import type { Viewport } from '../editor/camera.ts';
import { isSmall } from '../editor/camera.ts';
import { flyoutIds, type ToolId, toolIds } from '../editor/tool-id.ts';
import { isOnSide } from './window-shape.ts';

/** What has a place in the toolbar: a tool (the first shape stands for all of them), what a finger does, a picture. */
export type ToolbarItem = ToolId | 'fingers' | 'picture';

/** CSS pixels of a button with the air to the next one, around all of them, and between the groups together. */
const button = 46;
const rim = 32;
const dividers = 52;
/** What help takes at the end of the line, and so much is left free at its beginning: the tools stand in the middle. */
const help = 116;
/** What undo and help take of the line of the tools where a window is low. */
const beside = 166;

/** How many buttons a window of this size has room for beside each other. */
export const roomFor = (window: Viewport): number =>
  Math.floor((window.width - rim - (isSmall(window) ? 0 : dividers + help) - (isOnSide(window) ? beside : 0)) / button);

/** What is kept in sight first where there is no room for all. */
const first: readonly ToolbarItem[] = ['select', 'pen', 'eraser', forms[0], 'fingers', 'text', 'sticky', 'arrow'];

/** What of the toolbar is seen, and what is offered behind a button at its end. */
export interface ToolbarRow {
  readonly shown: readonly ToolbarItem[];
  /** Undefined where there is no such button. */
  readonly rest: readonly ToolbarItem[] | undefined;
}

/** Everything in the order of the toolbar; `offers` says what of it this person may use. */
export const itemsOf = (offers: (item: ToolbarItem) => boolean): readonly ToolbarItem[] =>
  toolIds
    .filter((id) => id === forms[0] || !flyoutIds.some((other) => other === id))
    .flatMap((id): ToolbarItem[] => (id === 'hand' ? [id, 'fingers'] : id === 'sticky' ? [id, 'picture'] : [id]))
    .filter(offers);

/**
 * Shares what is offered between a row with room for so many buttons and the button at its end, which is there when not all has room, or
 * when it `hasMore` to offer. What is in hand is in the row.
 */
export const inRow = (items: readonly ToolbarItem[], room: number, inHand: ToolId, hasMore = false): ToolbarRow => {
  if (items.length + (hasMore ? 1 : 0) <= room) return { shown: items, rest: hasMore ? [] : undefined };
  const held = flyoutIds.some((id) => id === inHand) ? forms[0] : inHand;
  const wanted = new Set<ToolbarItem>([held, ...first, ...items].filter((item) => items.includes(item)));
  const kept = new Set([...wanted].slice(0, Math.max(1, room - 1)));
  return { shown: items.filter((item) => kept.has(item)), rest: items.filter((item) => !kept.has(item)) };
};
