import { ArrowUpRight, Slash } from 'lucide';
import type { ToolId } from '../editor/tool-id.ts';
import { drawLine, type LineToMake } from '../gestures/draw-line.ts';
import { tieAt } from '../gestures/tie-end.ts';
import type { Tool, ToolFace } from './tool.ts';

/** A tool that drags out a line from one end to the other. */
const lineTool = (tool: ToolFace & LineToMake): Tool => ({
  ...tool,
  cursor: 'crosshair',
  byClicks: true,
  writes: true,
  press: (pointer, editor) => drawLine(editor, pointer, tool),
  hover(pointer, editor) {
    // What it would be tied to shows before it is begun.
    const pending = editor.pendingLine.peek();
    if (pending !== undefined) pending.show(pointer);
    else if (tool.ties) editor.showAim(tieAt(editor, pointer));
    return undefined;
  },
});

export const lines = {
  line: lineTool({ icon: Slash, group: 'lines', keys: ['l', '6'], makes: 'line' }),
  arrow: lineTool({ icon: ArrowUpRight, group: 'lines', keys: ['a', '5'], makes: 'arrow', ties: true }),
} satisfies { readonly [Id in ToolId]?: Tool };
