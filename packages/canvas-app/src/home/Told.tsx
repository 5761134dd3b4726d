import { useSignal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext, useMemo, useRef } from 'preact/hooks';
import { sentenceOf } from './sentence.ts';

/** How long a message stays (ms): long enough to read it and to take it back. */
const shownFor = 7_000;

interface Message {
  readonly text: string;
  readonly isError: boolean;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

/** Tells a person what has happened. */
export interface Teller {
  tell(text: string, action?: Message['action']): void;
  /** Does something, and tells why it could not be done; `why` where that has a sentence of its own. Returns whether it could. */
  attempt(work: () => Promise<unknown>, why?: (error: unknown) => string | undefined): Promise<boolean>;
}

export const Told = createContext<Teller | undefined>(undefined);

/** The teller of this page. */
export const useTeller = (): Teller => {
  const teller = useContext(Told);
  if (teller === undefined) throw new Error('Nothing tells here.');
  return teller;
};

/** A teller and the place where its last message stands; the message is read aloud and goes by itself. */
export function useTold(): Teller & { readonly Messages: () => preact.JSX.Element } {
  const message = useSignal<Message | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  return useMemo(() => {
    const show = (next: Message | undefined) => {
      clearTimeout(timer.current);
      message.value = next;
      if (next !== undefined) timer.current = setTimeout(() => show(undefined), shownFor);
    };
    const Messages = () => {
      const shown = message.value;
      return (
        <div class="toasts" aria-live="polite">
          {shown === undefined ? null : (
            <div class={`toast ${shown.isError ? 'error' : 'info'}`} role={shown.isError ? 'alert' : undefined}>
              <span>{shown.text}</span>
              {shown.action === undefined ? null : (
                <button
                  type="button"
                  class="text-button quiet"
                  onClick={() => {
                    show(undefined);
                    shown.action?.run();
                  }}
                >
                  {shown.action.label}
                </button>
              )}
            </div>
          )}
        </div>
      );
    };
    return {
      tell: (text, action) => show({ text, action, isError: false }),
      async attempt(work, why) {
        try {
          await work();
          return true;
        } catch (error) {
          show({ text: why?.(error) ?? sentenceOf(error), isError: true });
          return false;
        }
      },
      Messages,
    };
  }, [message]);
}
