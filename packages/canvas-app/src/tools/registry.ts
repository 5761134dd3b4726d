import type { ToolId } from '../editor/tool-id.ts';
import { comment } from './comment.ts';
import { frame } from './frame.ts';
import { hand } from './hand.ts';
import { eraser, pen } from './ink.ts';
import { laser } from './laser.ts';
import { lines } from './lines.ts';
import { select } from './select.ts';
import { shapes } from './shapes.ts';
import { table } from './table.ts';
import { text } from './text.ts';
import type { Tool } from './tool.ts';

/** Every tool. Toolbar, shortcuts, help and the scripting API follow this table. */
export const tools: { readonly [Id in ToolId]: Tool } = {
  select,
  hand,
  pen,
  eraser,
  ...shapes,
  table,
  ...lines,
  text,
  frame,
  laser,
  comment,
};
