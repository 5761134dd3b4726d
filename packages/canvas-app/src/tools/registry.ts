import type { ToolId } from '../editor/tool-id.ts';
import { arrow, diamond, ellipse, eraser, line, pen, rect, sticky } from './draw.ts';
import { hand } from './hand.ts';
import { select } from './select.ts';
import { text } from './text.ts';
import type { Tool } from './tool.ts';

/** Every tool. Toolbar, shortcuts, help and the scripting API follow this table. */
export const tools: { readonly [Id in ToolId]: Tool } = {
  select,
  hand,
  pen,
  eraser,
  rect,
  ellipse,
  diamond,
  line,
  arrow,
  text,
  sticky,
};
