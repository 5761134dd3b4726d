import { type Form, forms } from '@gesso/crdt-schema';
import { StickyNote } from 'lucide';
import type { ToolId } from '../editor/tool-id.ts';
import { type BoxToMake, drawBox } from '../gestures/draw-box.ts';
import { shapeIcon } from './shape-icon.ts';
import type { Tool, ToolFace } from './tool.ts';

/** A tool that drags out a box. */
const boxTool = (tool: ToolFace & BoxToMake): Tool => ({
  ...tool,
  cursor: 'crosshair',
  writes: true,
  press: (pointer, editor) => drawBox(editor, pointer, tool),
});

/** Chords of the shapes that have some, and what a click without dragging makes of them, board units. */
const own: { readonly [F in Form]?: { readonly keys?: readonly string[]; readonly size?: readonly [number, number] } } =
  {
    rect: { keys: ['r', '2'], size: [160, 100] },
    ellipse: { keys: ['o', '4'], size: [140, 140] },
    diamond: { keys: ['3'] },
    cylinder: { size: [110, 130] },
    star: { size: [150, 150] },
    plus: { size: [130, 130] },
  };

/** Kinds that boards of every version know. All other shapes are rectangles of another form. */
const kindOf = (form: Form) => (form === 'ellipse' || form === 'diamond' ? form : 'rect');

const shapeTool = (form: Form): Tool => {
  const { keys = [], size: [w, h] = [160, 120] } = own[form] ?? {};
  const tool = boxTool({
    icon: shapeIcon(form),
    group: 'shapes',
    keys,
    makes: kindOf(form),
    form,
    clickSize: { w, h },
  });
  return { ...tool, taken: (editor) => editor.setPreference('shape', form) };
};

/** A tool for each shape. */
const shapeTools = Object.fromEntries(forms.map((form) => [form, shapeTool(form)])) as { readonly [F in Form]: Tool };

/** A tool for what is dragged out as a box. */
export const shapes = {
  ...shapeTools,
  sticky: boxTool({
    icon: StickyNote,
    group: 'words',
    keys: ['n', 's'],
    makes: 'sticky',
    clickSize: { w: 200, h: 200 },
    square: true,
    thenType: true,
  }),
} satisfies { readonly [Id in ToolId]?: Tool };
