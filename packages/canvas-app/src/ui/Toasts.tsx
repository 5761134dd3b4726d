import { useLayoutEffect, useRef } from 'preact/hooks';
import { chordLabel } from '../commands/keys.ts';
import { say } from '../words/say.ts';
import { useApp } from './app-context.ts';
import { IconButton } from './parts/Button.tsx';
import type { Toast } from './shell.ts';

const Message = ({ id, message, tone, action }: Toast) => {
  const { shell, byHand, commands, mac } = useApp();
  const [chord = ''] = commands['board.accept']?.keys ?? [];
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(
    () => () => {
      // The focus would be lost with the button.
      if (ref.current?.contains(document.activeElement))
        document.querySelector<HTMLElement>('.surface')?.focus({ preventScroll: true });
    },
    [],
  );
  return (
    <div ref={ref} class={`toast ${tone}`} role={tone === 'error' ? 'alert' : undefined}>
      <span>{message}</span>
      {action === undefined ? null : (
        <button
          type="button"
          class="text-button quiet"
          onClick={() => {
            shell.dismiss(id);
            byHand(action.run);
          }}
        >
          {action.label}
          {shell.offer.value?.id === id ? <kbd dir="ltr">{chordLabel(chord, mac)}</kbd> : null}
        </button>
      )}
      {tone === 'error' ? <IconButton icon="close" label={say('app.close')} onPress={() => shell.dismiss(id)} /> : null}
    </div>
  );
};

/** Short messages at the bottom; read aloud, gone by themselves. */
export const Toasts = () => (
  <div class="toasts" aria-live="polite">
    {useApp().shell.toasts.value.map((toast) => (
      <Message key={toast.id} {...toast} />
    ))}
  </div>
);
