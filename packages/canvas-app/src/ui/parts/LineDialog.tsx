import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Dialog } from './Dialog.tsx';

/** What the line is for: a password, which is not shown, or words. */
type Line =
  | 'password'
  | {
      readonly dir: 'auto' | 'ltr';
      readonly maxLength: number;
      readonly inputMode?: 'text' | 'url';
      readonly placeholder?: string;
    };

interface LineDialogProps {
  readonly title: string;
  readonly name: string;
  readonly label: string;
  /** What stands in the line at first. */
  readonly value: string;
  readonly line: Line;
  /** What is wrong with what was given last. */
  readonly problem?: string | undefined;
  readonly save: string;
  /** Whether nothing may be given. */
  readonly mayBeEmpty?: boolean;
  /** Buttons beside the one that saves. */
  readonly besides?: ComponentChildren;
  readonly onSave: (given: string) => void;
  readonly onClose: () => void;
}

/** A dialog that asks for one line. Enter and its button give it. */
export function LineDialog(props: LineDialogProps) {
  const { title, name, label, value, line, problem, save, mayBeEmpty = false, besides, onSave, onClose } = props;
  const given = useSignal(value);
  const field = {
    id: 'line',
    autofocus: true,
    value: given.value,
    'aria-invalid': problem !== undefined,
    onInput: (event: { readonly currentTarget: HTMLInputElement }) => {
      given.value = event.currentTarget.value;
    },
  };
  return (
    <Dialog title={title} name={name} modal onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSave(given.peek());
        }}
      >
        <label class="field" htmlFor="line">
          <span class="field-name">{label}</span>
          {line === 'password' ? (
            <input type="password" autocomplete="off" {...field} />
          ) : (
            <input type="text" {...line} {...field} />
          )}
        </label>
        {problem === undefined ? null : (
          <p class="field-problem" role="alert">
            {problem}
          </p>
        )}
        <footer>
          {besides}
          <button type="submit" class="text-button filled" disabled={!mayBeEmpty && given.value === ''}>
            {save}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
