import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { isComposing } from '../../input/composing.ts';
import { say } from '../../words/say.ts';
import { IconButton } from './Button.tsx';
import '../styles/dialogs.css';

interface DialogProps {
  readonly title: string;
  readonly name: string;
  /** A dialog takes the screen; a panel floats beside the canvas and leaves it usable. */
  readonly modal: boolean;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A native dialog: focus goes in and comes back, Escape and a press outside close it. */
export const Dialog = ({ title, name, modal, onClose, children }: DialogProps) => {
  const ref = useRef<HTMLDialogElement>(null);
  // As it appears: a key right after that is its own already.
  useLayoutEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    if (modal) dialog?.showModal();
    else dialog?.show();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [modal]);
  return (
    <dialog
      ref={ref}
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
