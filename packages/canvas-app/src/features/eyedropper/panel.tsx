import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type ScreenPoint, toBoard, toScreen } from '../../editor/camera.ts';
import type { Editor } from '../../editor/editor.ts';
import { slackFor } from '../../editor/pointer.ts';
import { useApp } from '../../ui/app-context.ts';
import { givePicked } from '../../ui/picking.ts';
import { say } from '../../words/later.ts';
import { sayCommand } from '../../words/say.ts';
import { pixelAt } from './pixel.ts';
import { storedColor } from './stored-color.ts';
import './eyedropper.css';

/** CSS pixels that an arrow key goes, alone and with Shift. */
const steps = { one: 1, far: 16 } as const;

const ways: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

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

/** Over the whole window until a color is picked: by a press, by a finger that is lifted, by Enter. */
export function Panel() {
  const { editor, shell, byHand } = useApp();
  const ref = useRef<HTMLDivElement>(null);
  const { width, height } = editor.viewport.peek();
  const { at, latest, go } = usePlace(editor);
  /** What was pressed before this was there picks nothing. */
  const isPressed = useRef(false);
  const [isTouch, setTouch] = useState(false);
  void editor.version.value;
  const shown = pixelAt(at);
  useLayoutEffect(() => {
    ref.current?.focus({ preventScroll: true });
    return () => document.querySelector<HTMLElement>('.surface')?.focus({ preventScroll: true });
  }, []);
  const pick = (place: ScreenPoint) => {
    const color = colorAt(editor, place);
    shell.closePanel();
    if (color !== undefined) byHand(() => givePicked(color));
  };
  const follow = ({ clientX, clientY, pointerType }: PointerEvent) => {
    setTouch(pointerType === 'touch');
    go({ x: clientX, y: clientY });
  };
  const onKey = (event: KeyboardEvent) => {
    // No key is a shortcut of the board meanwhile.
    event.stopPropagation();
    const way = ways[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') shell.closePanel();
    else if (event.key === 'Enter' || event.key === ' ') pick(latest.current);
    else if (way === undefined) return;
    else {
      const by = event.shiftKey ? steps.far : steps.one;
      const within = (place: number, most: number) => Math.max(0, Math.min(most - 1, place));
      const { x, y } = latest.current;
      go({ x: within(x + way[0] * by, width), y: within(y + way[1] * by, height) });
    }
    event.preventDefault();
  };
  return (
    <div
      ref={ref}
      class="eyedropper"
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
        class={`eyedropper-drop${isTouch ? ' above' : ''}`}
        style={{ transform: `translate(${Math.round(at.x)}px, ${Math.round(at.y)}px)` }}
      >
        <span class="eyedropper-ring" style={{ borderColor: shown }} />
        {shown === undefined ? null : <output class="eyedropper-name">{shown}</output>}
      </div>
    </div>
  );
}
