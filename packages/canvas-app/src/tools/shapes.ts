import { Circle, Diamond, Square, StickyNote } from 'lucide';
import type { ToolId } from '../editor/tool-id.ts';
import { type BoxToMake, drawBox } from '../gestures/draw-box.ts';
import type { Tool, ToolFace } from './tool.ts';

/** A tool that drags out a box. */
const boxTool = (tool: ToolFace & BoxToMake): Tool => ({
  ...tool,
  cursor: 'crosshair',
  writes: true,
  press: (pointer, editor) => drawBox(editor, pointer, tool),
});

/** A tool for what is dragged out as a box. */
export const shapes = {
  rect: boxTool({
    label: 'Rectangle',
    icon: Square,
    group: 'shapes',
    keys: ['r', '2'],
    makes: 'rect',
    clickSize: { w: 160, h: 100 },
  }),
  ellipse: boxTool({
    label: 'Ellipse',
    icon: Circle,
    group: 'shapes',
    keys: ['o', '4'],
    makes: 'ellipse',
    clickSize: { w: 140, h: 140 },
  }),
  diamond: boxTool({
    label: 'Diamond',
    icon: Diamond,
    group: 'shapes',
    keys: ['3'],
    makes: 'diamond',
    clickSize: { w: 160, h: 120 },
  }),
  sticky: boxTool({
    label: 'Sticky note',
    icon: StickyNote,
    group: 'words',
    keys: ['n', 's'],
    makes: 'sticky',
    clickSize: { w: 200, h: 200 },
    square: true,
    thenType: true,
  }),
} satisfies { readonly [Id in ToolId]?: Tool };
