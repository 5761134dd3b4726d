import { boxOf, textLayout } from '@gesso/drawing';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { toScreen } from '../../editor/camera.ts';
import { isComposing } from '../../input/composing.ts';
import { useApp } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import './frames.css';

/** CSS pixels of the field's type, and the least that its width may be. */
const type = 14;
const least = 120;

/** CSS pixels from the upper edge of the frame to the field: its ring touches neither the selection nor the handles. */
const above = 12;
/** The field is so high, in CSS pixels. */
const high = 24;

/** The field over the name of a frame while it is given one. Enter and a press elsewhere keep what was typed, Escape does not. */
export function FrameName() {
  const { editor, byHand } = useApp();
  const ref = useRef<HTMLInputElement>(null);
  const id = editor.renaming.value;
  void editor.version.value;
  const frame = id === undefined ? undefined : editor.board.get(id);
  useLayoutEffect(() => {
    const field = ref.current;
    if (field === null) return;
    field.focus({ preventScroll: true });
    field.select();
    const typed = editor.typedBefore();
    if (typed !== '') field.setRangeText(typed, 0, field.value.length, 'end');
  }, [id]);
  if (frame === undefined || !('name' in frame)) return null;
  const camera = editor.camera.value;
  const { x, y } = toScreen(camera, boxOf(frame));
  const width = Math.max(least, (textLayout(frame)?.box.w ?? 0) * camera.zoom + 2 * type);
  const done = (value: string | undefined) => {
    if (editor.renaming.peek() !== frame.id) return;
    editor.setRenaming(undefined);
    if (value !== undefined && value.trim() !== frame.name)
      byHand(() => editor.board.edit((writer) => writer.patch(frame.id, { name: value.trim() })));
  };
  return (
    <input
      ref={ref}
      class="frame-name"
      aria-label={say('frames.name')}
      maxLength={120}
      dir="auto"
      defaultValue={frame.name}
      style={{ transform: `translate(${x}px, ${y - above - high}px)`, width: `${width}px`, fontSize: `${type}px` }}
      onBlur={(event) => done(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (isComposing(event)) return;
        if (event.key === 'Enter') done(event.currentTarget.value);
        if (event.key === 'Escape') done(undefined);
      }}
    />
  );
}
