import { forms } from '@gesso/crdt-schema';

/** Every tool, in the order of the toolbar, where one button stands for all shapes. */
export const toolIds = [
  'select',
  'hand',
  'pen',
  'eraser',
  ...forms,
  'line',
  'arrow',
  'text',
  'sticky',
  'frame',
] as const;

export type ToolId = (typeof toolIds)[number];
