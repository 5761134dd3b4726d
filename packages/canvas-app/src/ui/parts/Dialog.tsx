import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { isComposing } from '../../input/composing.ts';
import { say } from '../../words/say.ts';
import { IconButton } from './Button.tsx';
import '../styles/dialogs.css';

export interface DialogProps {
  readonly title: string;
  /** What style sheets know it by. */
  readonly name: string;
  /** A dialog takes the screen; a panel floats beside the canvas and leaves it usable. */
  readonly modal: boolean;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A native dialog: focus goes in and comes back, Escape and a press outside close it. */
export const Dialog = ({ title, name, modal, onClose, children }: DialogProps) => {
  const ref = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  // As it appears: a key right after that is its own already.
  useLayoutEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    if (modal) dialog?.showModal();
    else dialog?.show();
    // A browser begins at the first button, which closes it: nothing to be pointed at. The next Tab gets there.
    if (dialog && document.activeElement === dialog.querySelector('header button')) {
      dialog.tabIndex = -1;
      dialog.focus({ preventScroll: true });
    }
    // A button that is disabled or gone once it was pressed leaves the focus nowhere, and the keys with it.
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && event.target === document.body && !isComposing(event)) close.current();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      dialog?.close();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [modal]);
  return (
    <dialog
      ref={ref}
      onBlur={() => ref.current?.removeAttribute('tabindex')}
      class={`dialog ${name}`}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || isComposing(event)) return;
        event.stopPropagation();
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        // What is pressed beside its controls leaves the keyboard with the paper.
        ref.current?.removeAttribute('tabindex');
        if (modal && event.target === ref.current) onClose();
      }}
    >
      <div class="dialog-body">
        <header>
          <h2>{title}</h2>
          <IconButton icon="close" label={say('app.close')} onPress={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  );
};
