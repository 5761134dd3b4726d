import { useSignal, useSignalEffect } from '@preact/signals';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Camera, panBy, type ScreenPoint, toBoard } from '../../editor/camera.ts';
import { centeredOn } from '../../editor/deep-link.ts';
import { useApp } from '../../ui/app-context.ts';
import { arrowWays } from '../../ui/parts/arrow-ways.ts';
import { noFling } from '../../ui/parts/no-fling.ts';
import { isTouched } from '../../ui/selection-bar-place.ts';
import { say, sayCommand } from '../../words/later.ts';
import { held } from './held.ts';
import { frameOf, overviewOf } from './overview.ts';
import './peek.css';

/** CSS pixels that a pointer goes before it is followed: under a hand that rests the view stays where it was. */
const trembles = 4;
/** CSS pixels that a frame is taken to be wide and high for a finger, however small it is. */
const fingertip = 44;
/** Parts of the frame that an arrow key moves it by. */
const step = 0.25;

const hintNow = (): 'hint' | 'hintTouch' | 'hintPress' => {
  if (held.peek() !== undefined) return 'hint';
  return isTouched() ? 'hintTouch' : 'hintPress';
};

/** Whether a finger is on a frame, as large as a fingertip at least. */
function isOn({ at, width, height }: ReturnType<typeof frameOf>, { clientX, clientY }: PointerEvent): boolean {
  const isNear = (value: number, from: number, size: number) =>
    Math.abs(value - from - size / 2) <= Math.max(size, fingertip) / 2;
  return isNear(clientX, at.x, width) && isNear(clientY, at.y, height);
}

/** The whole board until a key is let go or a place is pressed; a frame shows what is seen then. Escape, or a tap on it, leads back. */
export function Panel() {
  const { editor, shell } = useApp();
  const ref = useRef<HTMLDivElement>(null);
  const viewport = editor.viewport.value;
  const [before] = useState(() => editor.camera.peek());
  const [hint] = useState(hintNow);
  /** Where it leads to. */
  const aim = useSignal<Camera>(before);
  const over = overviewOf(editor.index.all(), before, viewport);
  const rested = useRef<ScreenPoint | undefined>(undefined);
  useLayoutEffect(() => editor.setCamera(over), [editor, over.x, over.y, over.zoom]);
  useLayoutEffect(() => {
    ref.current?.focus({ preventScroll: true });
    return () => {
      editor.setCamera(aim.peek());
      document.querySelector<HTMLElement>('.surface')?.focus({ preventScroll: true });
    };
  }, [editor, aim]);
  useSignalEffect(() => {
    if (held.value === false) shell.closePanel();
  });
  const back = () => {
    aim.value = before;
    shell.closePanel();
  };
  const goTo = ({ clientX: x, clientY: y }: PointerEvent) => {
    aim.value = centeredOn({ ...toBoard(over, { x, y }), zoom: before.zoom }, viewport);
  };
  const onKey = (event: KeyboardEvent) => {
    // No key is a shortcut of the board meanwhile.
    event.stopPropagation();
    event.preventDefault();
    const way = arrowWays[event.key];
    if (way !== undefined)
      aim.value = panBy(aim.peek(), -way[0] * step * viewport.width, -way[1] * step * viewport.height);
    else if (event.key === 'Escape' || event.key === 'Tab') back();
    else if (event.key === 'Enter' || event.key === ' ') shell.closePanel();
  };
  const frame = frameOf(aim.value, over, viewport);
  return (
    <div
      ref={ref}
      class="peek"
      {...noFling}
      role="dialog"
      aria-modal="true"
      aria-label={sayCommand('view.peek')}
      aria-description={say(`peek.${hint}`)}
      tabIndex={-1}
      onKeyDown={onKey}
      onPointerMove={(event) => {
        rested.current ??= { x: event.clientX, y: event.clientY };
        const { x, y } = rested.current;
        if (Math.hypot(event.clientX - x, event.clientY - y) < trembles) return;
        rested.current = { x: Number.NaN, y: 0 };
        goTo(event);
      }}
      onPointerDown={(event) => event.preventDefault()}
      onPointerUp={(event) => {
        // A finger that went nowhere has no Escape to lead back.
        const isBack = event.pointerType === 'touch' && !Number.isNaN(rested.current?.x);
        if (!isBack || !isOn(frameOf(before, over, viewport), event)) goTo(event);
        shell.closePanel();
      }}
    >
      <div
        class="peek-frame"
        style={{
          transform: `translate(${frame.at.x}px, ${frame.at.y}px)`,
          width: `${frame.width}px`,
          height: `${frame.height}px`,
        }}
      />
      <p class="island peek-hint">{say(`peek.${hint}`)}</p>
    </div>
  );
}
