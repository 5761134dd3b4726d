import type { Element } from '@gesso/crdt-schema';
import { boxOf, center, fontFamilies, fontWeights, type TextLayout, textInkOf } from '@gesso/drawing';
import { toScreen } from '../../editor/camera.ts';
import type { Editor } from '../../editor/editor.ts';

/** Room for the caret and for the next letter, in ems, so that a growing text never wraps while it is typed. */
const spareEms = 1;

type Type = Readonly<Record<'fontFamily' | 'fontWeight' | 'fontSize' | 'lineHeight', string>>;

/** The last type that was measured, under what was known of its typeface then. */
let measured: { readonly key: string; readonly baseline: number } | undefined;

/**
 * How far below the top of a line the letters of a field stand, CSS pixels. Browsers round ascent and descent of a typeface to whole
 * pixels, each in its own way, and the canvas rounds neither: so it is measured.
 */
const measure = (type: Type): number => {
  const line = document.createElement('div');
  const foot = document.createElement('b');
  line.className = 'text-editor';
  Object.assign(line.style, type);
  // Without content its bottom stands on the baseline.
  foot.style.display = 'inline-block';
  line.append(foot);
  document.body.append(line);
  const baseline = foot.getBoundingClientRect().bottom - line.getBoundingClientRect().top;
  line.remove();
  return baseline;
};

/** The same, measured once as long as nothing changes: a change of the page between two letters ends what an undo takes back at once. */
const baselineOf = (type: Type): number => {
  const key = `${type.fontFamily} ${type.fontWeight} ${type.fontSize} ${type.lineHeight} ${document.fonts.size} ${document.fonts.status}`;
  if (measured?.key !== key) measured = { key, baseline: measure(type) };
  return measured.baseline;
};

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
  const type = {
    fontFamily: fontFamilies[layout.font],
    fontWeight: String(fontWeights[layout.font]),
    fontSize: `${layout.size * zoom}px`,
    lineHeight: `${layout.lineHeight * zoom}px`,
  };
  const lower = ((layout.lines[0]?.y ?? 0) - layout.box.y) * zoom - baselineOf(type);
  return {
    ...type,
    left: `${x - shift * zoom}px`,
    top: `${y + lower}px`,
    width: `${width * zoom}px`,
    height: `${Math.max(1, layout.lines.length) * layout.lineHeight * zoom}px`,
    textAlign: layout.align,
    color: textInkOf(element, layout, editor.theme.value),
    opacity: element.opacity / 100,
    transform: element.rotation === 0 ? 'none' : `rotate(${element.rotation}rad)`,
    transformOrigin: `${(turn.x - layout.box.x + shift) * zoom}px ${(turn.y - layout.box.y) * zoom - lower}px`,
  };
}
