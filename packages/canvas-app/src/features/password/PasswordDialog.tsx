import { useSignal } from '@preact/signals';
import { useApp } from '../../ui/app-context.ts';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { strings } from './strings.ts';
import './password.css';

/** Asks for the password of the link a person came by. Closing it leaves them where they are: at the closed door. */
export function PasswordDialog() {
  const { shell, context } = useApp();
  const given = useSignal('');
  const question = shell.password.value;
  if (question === undefined) return null;
  return (
    <Dialog title={strings.title} name="password" modal onClose={() => context.shell.newBoard()}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          question.answer(given.peek());
        }}
      >
        <label class="field">
          <span class="field-name">{strings.password}</span>
          <input
            type="password"
            autocomplete="off"
            value={given.value}
            aria-invalid={question.wrong}
            onInput={(event) => {
              given.value = event.currentTarget.value;
            }}
          />
        </label>
        {question.wrong ? (
          <p class="field-problem" role="alert">
            {strings.wrong}
          </p>
        ) : null}
        <footer>
          <button type="submit" class="text-button filled" disabled={given.value === ''}>
            {strings.open}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
