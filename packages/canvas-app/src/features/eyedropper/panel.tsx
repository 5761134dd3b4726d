import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type ScreenPoint, toBoard, toScreen, type Viewport } from '../../editor/camera.ts';
import type { Editor } from '../../editor/editor.ts';
import { seenOf } from '../../editor/hiding.ts';
import { slackFor } from '../../editor/pointer.ts';
import { useApp } from '../../ui/app-context.ts';
import { arrowWays } from '../../ui/parts/arrow-ways.ts';
import { noFling } from '../../ui/parts/no-fling.ts';
import { givePicked } from '../../ui/picking.ts';
import { say, sayCommand } from '../../words/later.ts';
import { pixelAt } from './pixel.ts';
import { storedColor } from './stored-color.ts';
import './eyedropper.css';

/** CSS pixels that an arrow key goes, alone and with Shift. */
const steps = { one: 1, far: 16 } as const;

/** CSS pixels that the drop and the name of its color take, from the place in its middle. */
const nameRoom = 68;

/** The color of the board at a place of the screen, as a document has it; undefined where it cannot be read. */
function colorAt(editor: Editor, at: ScreenPoint): string | undefined {
  const shown = pixelAt(at);
  const element = editor.pick(toBoard(editor.camera.peek(), at), slackFor({ device: 'mouse' }));
  return shown && storedColor(shown, element, editor.theme.peek());
}

/** Where it begins: at the pointer, without one in the middle of the view. */
function begun({ pointer, camera, viewport }: Editor): ScreenPoint {
  const { width, height } = viewport.peek();
  const at = pointer.peek();
  return at === undefined ? { x: width / 2, y: height / 2 } : toScreen(camera.peek(), at);
}

/** The place that is asked for, which `go` changes: at once in `latest`, and as it is shown (`at`) once a frame at most. */
function usePlace(editor: Editor) {
  const [at, setAt] = useState(() => begun(editor));
  const latest = useRef(at);
  const frame = useRef<number | undefined>(undefined);
  useLayoutEffect(() => () => cancelAnimationFrame(frame.current ?? 0), []);
  const go = (place: ScreenPoint) => {
    latest.current = place;
    frame.current ??= requestAnimationFrame(() => {
      frame.current = undefined;
      setAt(latest.current);
    });
  };
  return { at, latest, go };
}

/** A place within a window, the nearest one. */
const within = ({ x, y }: ScreenPoint, { width, height }: Viewport): ScreenPoint => ({
  x: Math.max(0, Math.min(width - 1, x)),
  y: Math.max(0, Math.min(height - 1, y)),
});

/** Whether all that a color would be given to is locked: by a peer, since it was asked for. */
function isHeld(editor: Editor): boolean {
  const selected = editor.tool.peek() === 'select' ? seenOf(editor, editor.selected()) : [];
  return selected.length > 0 && selected.every(({ locked }) => locked);
}

/** Over the whole window until a color is picked: by a press, by a finger that is lifted, by Enter. */
export function Panel() {
  const { editor, shell, byHand } = useApp();
  const ref = useRef<HTMLDivElement>(null);
  const viewport = editor.viewport.value;
  const { at, latest, go } = usePlace(editor);
  /** What was pressed before this was there picks nothing. */
  const isPressed = useRef(false);
  const [isTouch, setTouch] = useState(false);
  void editor.version.value;
  const shown = pixelAt(at);
  // Its name has room below it, but for a finger that covers it.
  const isAbove = isTouch ? at.y > nameRoom : at.y > viewport.height - nameRoom;
  useLayoutEffect(() => {
    ref.current?.focus({ preventScroll: true });
    return () => document.querySelector<HTMLElement>('.surface')?.focus({ preventScroll: true });
  }, []);
  // A window that has become smaller leaves it no place beyond.
  useLayoutEffect(() => go(within(latest.current, viewport)), [viewport]);
  const pick = (place: ScreenPoint) => {
    const color = colorAt(editor, place);
    shell.closePanel();
    if (isHeld(editor)) shell.tell(say('eyedropper.locked'), 'error');
    else if (color !== undefined) byHand(() => givePicked(color));
  };
  const follow = ({ clientX, clientY, pointerType }: PointerEvent) => {
    setTouch(pointerType === 'touch');
    go({ x: clientX, y: clientY });
  };
  const onKey = (event: KeyboardEvent) => {
    // No key is a shortcut of the board meanwhile.
    event.stopPropagation();
    const way = arrowWays[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') shell.closePanel();
    else if (event.key === 'Enter' || event.key === ' ') pick(latest.current);
    else if (way === undefined) return;
    else {
      const by = event.shiftKey ? steps.far : steps.one;
      const { x, y } = latest.current;
      go(within({ x: x + way[0] * by, y: y + way[1] * by }, viewport));
    }
    event.preventDefault();
  };
  return (
    <div
      ref={ref}
      class="eyedropper"
      {...noFling}
      role="dialog"
      aria-modal="true"
      aria-label={sayCommand('edit.pickColor')}
      aria-description={say('eyedropper.hint')}
      tabIndex={-1}
      onKeyDown={onKey}
      onPointerMove={follow}
      onPointerDown={(event) => {
        event.preventDefault();
        isPressed.current = event.button === 0;
        if (isPressed.current) follow(event);
        else shell.closePanel();
      }}
      onPointerUp={(event) => {
        if (isPressed.current) pick({ x: event.clientX, y: event.clientY });
      }}
    >
      <div
        class={`eyedropper-drop${isAbove ? ' above' : ''}`}
        style={{ transform: `translate(${Math.round(at.x)}px, ${Math.round(at.y)}px)` }}
      >
        <span class="eyedropper-ring" style={{ borderColor: shown }} />
        {shown === undefined ? null : <output class="eyedropper-name">{shown}</output>}
      </div>
    </div>
  );
}
