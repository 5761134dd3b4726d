import { useLayoutEffect, useRef } from 'preact/hooks';
import { say } from '../words/say.ts';
import { useApp } from './app-context.ts';
import { showBesideSheet } from './beside-sheet.ts';
import { IconButton } from './parts/Button.tsx';
import { noFling } from './parts/no-fling.ts';
import { StyleSettings } from './StyleSettings.tsx';
import './styles/style-sheet.css';

/** CSS pixels that the sheet is pulled down by to close it. */
const pulledAway = 56;

/** What a finger on the head of a sheet does: the sheet follows it down, and is left there or comes back. */
const pulling = (sheet: () => HTMLElement | null, close: () => void) => {
  let from: number | undefined;
  const show = (by: number) => sheet()?.style.setProperty('--pulled', `${Math.max(0, by)}px`);
  const end = (by: number) => {
    from = undefined;
    show(0);
    if (by >= pulledAway) close();
  };
  return {
    onPointerDown(event: PointerEvent) {
      // A button in it is pressed, not pulled.
      if (event.target instanceof Element && event.target.closest('button') !== null) return;
      from = event.clientY;
      if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove({ clientY }: PointerEvent) {
      if (from !== undefined) show(clientY - from);
    },
    onPointerUp({ clientY }: PointerEvent) {
      if (from !== undefined) end(clientY - from);
    },
    onPointerCancel: () => end(0),
  };
};

/** Every setting of the style on a small screen. A pull down, Escape, a press beside it and its button close it. */
export const StyleSheetPanel = () => {
  const { editor, shell } = useApp();
  const ref = useRef<HTMLDivElement>(null);
  const pull = useRef(pulling(() => ref.current, shell.closePanel));
  useLayoutEffect(() => (ref.current === null ? undefined : showBesideSheet(editor, ref.current)), [editor]);
  useLayoutEffect(() => {
    // While a text is typed the focus stays in it, and with it the keyboard of the phone.
    if (editor.editing.peek() !== undefined) return undefined;
    const before = document.activeElement;
    ref.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [editor]);
  return (
    <>
      <div class="behind-sheet" onPointerDown={shell.closePanel} />
      <div
        ref={ref}
        class="island style-sheet"
        role="dialog"
        aria-label={say('app.style')}
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          shell.closePanel();
        }}
      >
        <header {...pull.current} {...noFling}>
          <h2>{say('app.style')}</h2>
          <IconButton icon="close" label={say('app.close')} onPress={shell.closePanel} />
        </header>
        <div class="sheet-rows">
          <StyleSettings />
        </div>
      </div>
    </>
  );
};
