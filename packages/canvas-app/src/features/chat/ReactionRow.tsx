import { reactions } from '@gesso/crdt-schema';
import type { ReadonlySignal } from '@preact/signals';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type BoardPoint, toScreen } from '../../editor/camera.ts';
import { useApp } from '../../ui/app-context.ts';
import { walkMenu } from '../../ui/parts/menu-keys.ts';
import { usePressOutside } from '../../ui/parts/press-outside.ts';
import { isTouched } from '../../ui/selection-bar-place.ts';
import { say } from '../../words/later.ts';
import { placeInView } from './place.ts';
import { react } from './react.ts';
import { reactionName } from './reaction-name.ts';

/** CSS pixels from the middle of the row to the sides of the view, and from its place up to it. */
const half = { mouse: 176, touch: 192 } as const;
const above = 64;
/** CSS pixels of the bars at the top of the view. */
const bars = 72;

/** The index of a reaction by its digit, wherever the layout has that; undefined for any other key. */
const digitOf = ({ code, ctrlKey, metaKey, altKey, repeat }: KeyboardEvent): number | undefined => {
  const digit = Number(/^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1]);
  return digit <= reactions.length && !ctrlKey && !metaKey && !altKey && !repeat ? digit - 1 : undefined;
};

/** A few emoji beside the place that is reacted at. It stays open for several of them, until Escape or a press elsewhere. */
export function ReactionRow({ pointed }: { readonly pointed: ReadonlySignal<BoardPoint | undefined> }) {
  const app = useApp();
  const { editor, shell } = app;
  const row = useRef<HTMLDivElement>(null);
  const [place] = useState(() => placeInView(editor, pointed.peek()));
  useLayoutEffect(() => {
    const before = document.activeElement;
    row.current?.querySelector('button')?.focus({ preventScroll: true });
    return () => {
      const isMine = row.current?.contains(document.activeElement) === true;
      if (isMine && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  usePressOutside('.reactions', shell.closePanel);
  const { width, height } = editor.viewport.value;
  const at = toScreen(editor.camera.value, place);
  const side = Math.min(width / 2, half[isTouched() ? 'touch' : 'mouse']);
  const x = Math.max(side, Math.min(width - side, at.x));
  const y = Math.max(bars, Math.min(height - above, at.y - above));
  return (
    <div
      ref={row}
      class="island reactions"
      role="menu"
      aria-label={say('chat.reactions')}
      style={{ transform: `translate(${Math.round(x)}px, ${Math.round(y)}px) translateX(-50%)` }}
      onKeyDown={(event) => {
        const which = digitOf(event);
        if (event.key === 'Escape') shell.closePanel();
        else if (which !== undefined) react(app, which, place);
        else {
          walkMenu(event);
          return;
        }
        event.preventDefault();
        event.stopPropagation();
      }}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (relatedTarget instanceof Element && !currentTarget.contains(relatedTarget)) shell.closePanel();
      }}
    >
      {reactions.map((reaction, which) => (
        <button
          key={reaction}
          type="button"
          role="menuitem"
          aria-label={reactionName(reaction)}
          title={say('chat.keyed', { name: reactionName(reaction), key: which + 1 })}
          onClick={() => react(app, which, place)}
        >
          {reaction}
        </button>
      ))}
    </div>
  );
}
