import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { PanelId } from '../commands/command.ts';

/** What a person may do about what a message says. */
export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

export interface Toast {
  readonly id: number;
  readonly message: string;
  readonly tone: 'info' | 'error';
  readonly action?: ToastAction | undefined;
}

export interface PasswordQuestion {
  /** One was given before and did not fit. */
  readonly wrong: boolean;
  readonly answer: (password: string) => void;
}

/** What of the interface is open, and what it has to say. */
export interface ShellState {
  /** The panel that is open; there is one at most. */
  readonly panel: ReadonlySignal<PanelId | undefined>;
  readonly toasts: ReadonlySignal<readonly Toast[]>;
  /** A link that needs a password, and the one who waits for it. */
  readonly password: ReadonlySignal<PasswordQuestion | undefined>;
  openPanel(id: PanelId): void;
  closePanel(): void;
  askPassword(wrong: boolean): Promise<string>;
  /** Returns the id of the message, by which it may be dismissed before its time. */
  tell(message: string, tone?: 'info' | 'error', action?: ToastAction): number;
  dismiss(id: number): void;
  /** The last message that offers to do something. */
  readonly offer: ReadonlySignal<Toast | undefined>;
  /** What that would do; undefined where no message offers anything. */
  offering(): (() => void) | undefined;
}

/** How long a message stays (ms); an error longer, because it has to be read, and longest what something can be done about. */
const shownFor = { info: 2_500, error: 8_000, action: 30_000 };

export const createShellState = (): ShellState => {
  const toasts = signal<readonly Toast[]>([]);
  const password = signal<PasswordQuestion | undefined>(undefined);
  const panel = signal<PanelId | undefined>(undefined);
  const offer = computed(() => toasts.value.filter(({ action }) => action).at(-1));
  let next = 1;
  const dismiss = (id: number) => {
    toasts.value = toasts.peek().filter((toast) => toast.id !== id);
  };
  return {
    panel,
    toasts,
    password,
    openPanel(id) {
      panel.value = id;
    },
    closePanel() {
      panel.value = undefined;
    },
    askPassword: (wrong) =>
      new Promise((resolve) => {
        password.value = {
          wrong,
          answer(given) {
            password.value = undefined;
            resolve(given);
          },
        };
      }),
    tell(message, tone = 'info', action) {
      const id = next;
      next += 1;
      toasts.value = [...toasts.peek().filter((toast) => toast.message !== message), { id, message, tone, action }];
      setTimeout(() => dismiss(id), action === undefined ? shownFor[tone] : shownFor.action);
      return id;
    },
    dismiss,
    offer,
    offering() {
      const { id, action } = offer.peek() ?? {};
      if (id === undefined || action === undefined) return undefined;
      return () => {
        dismiss(id);
        action.run();
      };
    },
  };
};
