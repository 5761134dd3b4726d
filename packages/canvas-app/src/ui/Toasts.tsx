import { chordLabel } from '../commands/keys.ts';
import { say } from '../words/say.ts';
import { useApp } from './app-context.ts';
import { IconButton } from './parts/Button.tsx';

/** Short messages at the bottom; read aloud, gone by themselves. */
export const Toasts = () => {
  const { shell, byHand, commands, mac } = useApp();
  const [chord = ''] = commands['board.accept']?.keys ?? [];
  const dismiss = (id: number) => {
    // The focus would be lost with the button.
    if (document.activeElement?.closest('.toasts'))
      document.querySelector<HTMLElement>('.surface')?.focus({ preventScroll: true });
    shell.dismiss(id);
  };
  return (
    <div class="toasts" aria-live="polite">
      {shell.toasts.value.map(({ id, message, tone, action }) => (
        <div key={id} class={`toast ${tone}`} role={tone === 'error' ? 'alert' : undefined}>
          <span>{message}</span>
          {action === undefined ? null : (
            <button
              type="button"
              class="text-button quiet"
              onClick={() => {
                dismiss(id);
                byHand(action.run);
              }}
            >
              {action.label}
              {shell.offer.value?.id === id ? <kbd dir="ltr">{chordLabel(chord, mac)}</kbd> : null}
            </button>
          )}
          {tone === 'error' ? <IconButton icon="close" label={say('app.close')} onPress={() => dismiss(id)} /> : null}
        </div>
      ))}
    </div>
  );
};
