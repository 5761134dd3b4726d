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

/** The color of the board at a place of the screen, as it is shown and as a document has it. */
function colorAt(editor: Editor, at: ScreenPoint) {
  const shown = pixelAt(at) ?? '#000000';
  const element = editor.pick(toBoard(editor.camera.peek(), at), slackFor({ device: 'mouse' }));
  return { shown, stored: storedColor(shown, element, editor.theme.peek()) };
}

/** Where it begins: at the pointer, without one in the middle of the view. */
function begun({ pointer, camera, viewport }: Editor): ScreenPoint {
  const { width, height } = viewport.peek();
  const at = pointer.peek();
  return at === undefined ? { x: width / 2, y: height / 2 } : toScreen(camera.peek(), at);
}

/** Over the whole window until a color is picked: by a press, by a finger that is lifted, by Enter. */
export function Panel() {
  const { editor, shell, byHand } = useApp();
  const ref = useRef<HTMLDivElement>(null);
  const { width, height } = editor.viewport.peek();
  const [at, setAt] = useState(() => begun(editor));
  /** What was pressed before this was there picks nothing. */
  const isPressed = useRef(false);
  const [isTouch, setTouch] = useState(false);
  void editor.version.value;
  const { shown } = colorAt(editor, at);
  useLayoutEffect(() => {
    ref.current?.focus({ preventScroll: true });
    return () => document.querySelector<HTMLElement>('.surface')?.focus({ preventScroll: true });
  }, []);
  const pick = (place: ScreenPoint) => {
    const { stored } = colorAt(editor, place);
    shell.closePanel();
    byHand(() => givePicked(stored));
  };
  const follow = ({ clientX, clientY, pointerType }: PointerEvent) => {
    setTouch(pointerType === 'touch');
    setAt({ x: clientX, y: clientY });
  };
  const onKey = (event: KeyboardEvent) => {
    // No key is a shortcut of the board meanwhile.
    event.stopPropagation();
    const way = ways[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') shell.closePanel();
    else if (event.key === 'Enter' || event.key === ' ') pick(at);
    else if (way === undefined) return;
    else {
      const by = event.shiftKey ? steps.far : steps.one;
      const within = (place: number, most: number) => Math.max(0, Math.min(most - 1, place));
      setAt({ x: within(at.x + way[0] * by, width), y: within(at.y + way[1] * by, height) });
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
        <output class="eyedropper-name">{shown}</output>
      </div>
    </div>
  );
}
