/** Every tool, in the order of the toolbar. */
export const toolIds = [
  'select',
  'hand',
  'pen',
  'eraser',
  'rect',
  'ellipse',
  'diamond',
  'line',
  'arrow',
  'text',
  'sticky',
  'frame',
] as const;

export type ToolId = (typeof toolIds)[number];
