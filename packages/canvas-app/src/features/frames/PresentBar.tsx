import { boxOf } from '@gesso/drawing';
import { ChevronLeft, ChevronRight } from 'lucide';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { toScreen } from '../../editor/camera.ts';
import { isComposing } from '../../input/composing.ts';
import { takesLetters } from '../../input/takes-letters.ts';
import { type App, useApp } from '../../ui/app-context.ts';
import { IconButton } from '../../ui/parts/Button.tsx';
import { say } from '../../words/later.ts';
import { framesInOrder, showFrame } from './order.ts';
import { present, presented, stopPresenting } from './presenting.ts';
import './present.css';

/** CSS pixels that this bar takes of the view. */
const covered = { top: 0, bottom: 60 } as const;

/** Which way each key goes. */
const steps: Readonly<Record<string, number>> = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 };

/** Goes on in the order of the frames, from the last to the first. */
const step = ({ editor }: App, by: number): void => {
  const frames = framesInOrder(editor);
  const at = frames.findIndex(({ id }) => id === presented.peek());
  const next = frames[(Math.max(at, 0) + by + frames.length) % frames.length];
  if (next !== undefined) present(next.id);
};

/** Leaves nothing of the interface but this bar, hears its keys before commands do, and puts everything back at the end. */
const takeOver = (app: App, bar: HTMLElement): (() => void) => {
  const { editor, shell, context } = app;
  const page = bar.closest('.app');
  const tool = editor.tool.peek();
  const camera = editor.camera.peek();
  shell.closePanel();
  editor.setEditing(undefined);
  editor.select([]);
  // A press that was meant to go on is to leave no ink; a pen is a key away.
  editor.setTool('hand');
  page?.toggleAttribute('data-presenting', true);
  const onKey = (event: KeyboardEvent) => {
    const { key, target } = event;
    const isElsewhere = target instanceof Element && target.closest('dialog') !== null;
    if (isElsewhere || takesLetters(target) || isComposing(event) || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const by = steps[key];
    if (by === undefined && key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (by !== undefined) step(app, by);
    else if (!context.shell.cancelGesture()) stopPresenting();
  };
  window.addEventListener('keydown', onKey, { capture: true });
  return () => {
    window.removeEventListener('keydown', onKey, { capture: true });
    page?.toggleAttribute('data-presenting', false);
    if (editor.tool.peek() === 'hand') editor.setTool(tool);
    editor.setCamera(camera);
    page?.querySelector<HTMLElement>('.surface')?.focus({ preventScroll: true });
  };
};

/** Frame after frame fills the view: where one is among them, and the ways on, back and out. */
export function PresentBar() {
  const app = useApp();
  const { editor } = app;
  const ref = useRef<HTMLElement>(null);
  void editor.version.value;
  const frames = framesInOrder(editor);
  const at = frames.findIndex(({ id }) => id === presented.value);
  const frame = frames[at];
  const last = useRef(0);
  if (at >= 0) last.current = at;

  useLayoutEffect(() => (ref.current === null ? undefined : takeOver(app, ref.current)), [app]);
  useLayoutEffect(() => ref.current?.querySelector<HTMLElement>('p + button')?.focus(), []);

  // One that was deleted gives way to the one that is in its place now.
  const instead = frame === undefined ? (frames[last.current] ?? frames.at(-1)) : undefined;
  useLayoutEffect(() => {
    if (frame !== undefined) return;
    if (instead === undefined) stopPresenting();
    else present(instead.id);
  }, [frame, instead]);

  const { width, height } = editor.viewport.value;
  const box = frame === undefined ? undefined : boxOf(frame);
  useLayoutEffect(() => {
    if (frame !== undefined) showFrame(editor, frame, covered);
  }, [editor, frame?.id, box?.x, box?.y, box?.w, box?.h, width, height]);

  const name = frame !== undefined && 'name' in frame && frame.name !== '' ? frame.name : undefined;
  const camera = editor.camera.value;
  const corner = box && toScreen(camera, box);
  return (
    <>
      {box === undefined || corner === undefined ? null : (
        <div
          class="present-mask"
          style={{
            left: `${corner.x}px`,
            top: `${corner.y}px`,
            width: `${box.w * camera.zoom}px`,
            height: `${box.h * camera.zoom}px`,
          }}
        />
      )}
      <section ref={ref} class="island present-bar" aria-label={say('frames.presentation')}>
        <IconButton icon={ChevronLeft} label={say('frames.previous')} keys="pageup" onPress={() => step(app, -1)} />
        <p role="status">
          <b>{say('frames.place', { n: at + 1, all: frames.length })}</b>{' '}
          {name === undefined ? null : <span dir="auto">{name}</span>}
        </p>
        <IconButton icon={ChevronRight} label={say('frames.next')} keys="pagedown" onPress={() => step(app, 1)} />
        <IconButton icon="close" label={say('frames.leave')} keys="escape" onPress={stopPresenting} />
      </section>
    </>
  );
}
