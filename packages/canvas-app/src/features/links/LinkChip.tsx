import { toScreen } from '../../editor/camera.ts';
import { noDraft } from '../../editor/draft.ts';
import { linksOf } from '../../editor/links-of.ts';
import { useApp } from '../../ui/app-context.ts';
import { barHeight, selectionBarPlace } from '../../ui/selection-bar-place.ts';
import { say } from '../../words/later.ts';
import { linkedElement } from './linked.ts';
import { placeOf } from './place-of.ts';
import './links.css';

/** CSS pixels that the chip keeps to the edges of the view. */
const edge = 12;

/** Where the links of an element and of its letters lead, under the element. Hidden while anything is dragged or typed. */
export function LinkChip() {
  const { editor } = useApp();
  void editor.version.value;
  const element = linkedElement(editor);
  const isBusy = editor.draft.value !== noDraft || editor.editing.value !== undefined;
  const box = element === undefined ? undefined : editor.index.bounds(element.id);
  if (element === undefined || box === undefined || isBusy) return null;
  const isSelected = editor.selection.value.has(element.id) && editor.canEdit.value;
  const { width, height } = editor.viewport.value;
  const bar = selectionBarPlace(box, editor);
  const at = toScreen(editor.camera.value, { x: box.x, y: box.y + box.h });
  const x = Math.max(edge, Math.min(width - 120, at.x));
  // Right below the element, so that the pointer gets there without leaving both: it stays what is pointed at.
  const below = bar.isAbove ? bar.below : bar.y + barHeight;
  const y = Math.max(edge, Math.min(height - 100, isSelected ? below : at.y - 1));
  return (
    <div
      class="island link-chip"
      data-keeps-pointed
      onPointerLeave={() => editor.setHover(undefined)}
      style={{ transform: `translate(${Math.round(x)}px, ${Math.round(y)}px)` }}
    >
      {linksOf(element).map((link) => (
        <a
          key={link}
          href={link}
          {...(/^https?:/i.test(link) ? { target: '_blank', rel: 'noopener noreferrer' } : {})}
          aria-label={say('links.open', { place: placeOf(link) })}
        >
          <bdi>{placeOf(link)}</bdi>
        </a>
      ))}
    </div>
  );
}
