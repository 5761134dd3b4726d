import type { LineKind } from '@gesso/crdt-schema';
import { ArrowUpRight, Slash } from 'lucide';
import type { ToolId } from '../editor/tool-id.ts';
import { drawLine } from '../gestures/draw-line.ts';
import type { Tool, ToolFace } from './tool.ts';

/** A tool that drags out a line from one end to the other. */
const lineTool = (tool: ToolFace & { readonly makes: LineKind }): Tool => ({
  ...tool,
  cursor: 'crosshair',
  writes: true,
  press: (pointer, editor) => drawLine(editor, pointer, tool.makes),
});

export const lines = {
  line: lineTool({ label: 'Line', icon: Slash, group: 'lines', keys: ['l', '6'], makes: 'line' }),
  arrow: lineTool({ label: 'Arrow', icon: ArrowUpRight, group: 'lines', keys: ['a', '5'], makes: 'arrow' }),
} satisfies { readonly [Id in ToolId]?: Tool };
