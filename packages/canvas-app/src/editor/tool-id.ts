import { forms } from '@gesso/crdt-schema';

/** What one button of the toolbar stands for, in the order of its flyout. */
export const flyoutIds = [...forms, 'table'] as const;

/** Every tool, in the order of the toolbar, where one button stands for all shapes. */
export const toolIds = [
  'select',
  'hand',
  'pen',
  'eraser',
  ...flyoutIds,
  'line',
  'arrow',
  'text',
  'sticky',
  'frame',
  'laser',
  'comment',
] as const;

export type ToolId = (typeof toolIds)[number];
