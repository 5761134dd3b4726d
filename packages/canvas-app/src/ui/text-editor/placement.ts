import type { Element } from '@gesso/crdt-schema';
import { boxOf, center, fontFamilies, type TextLayout, textInkOf } from '@gesso/drawing';
import { toScreen } from '../../editor/camera.ts';
import type { Editor } from '../../editor/editor.ts';

/** Room for the caret and for the next letter, in ems, so that a growing text never wraps while it is typed. */
const spareEms = 1;

/** Size, place and type of a field whose lines lie over those of the layout. */
export function placed(layout: TextLayout, element: Element, editor: Editor) {
  const camera = editor.camera.value;
  const turn = center(boxOf(element));
  const { x, y } = toScreen(camera, layout.box);
  const { zoom } = camera;
  // Up to where the lines break, a field of any width breaks them alike.
  const spare = Math.max(0, Math.min(layout.size * spareEms, layout.wrap - layout.box.w));
  const shift = layout.align === 'right' ? spare : layout.align === 'center' ? spare / 2 : 0;
  const width = Math.max(layout.box.w + spare, layout.size);
  return {
    left: `${x - shift * zoom}px`,
    top: `${y}px`,
    width: `${width * zoom}px`,
    height: `${Math.max(1, layout.lines.length) * layout.lineHeight * zoom}px`,
    fontFamily: fontFamilies[layout.font],
    fontSize: `${layout.size * zoom}px`,
    lineHeight: `${layout.lineHeight * zoom}px`,
    textAlign: layout.align,
    color: textInkOf(element, layout, editor.theme.value),
    opacity: element.opacity / 100,
    transform: element.rotation === 0 ? 'none' : `rotate(${element.rotation}rad)`,
    transformOrigin: `${(turn.x - layout.box.x + shift) * zoom}px ${(turn.y - layout.box.y) * zoom}px`,
  };
}
