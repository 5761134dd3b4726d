import { useSignal } from '@preact/signals';
import { useApp } from './app-context.ts';
import { panelStrings } from './panel-strings.ts';
import { Dialog } from './parts/Dialog.tsx';

/** Asks for the password of the link a person came by. Closing it leaves them where they are: at the closed door. */
export const OpenPasswordDialog = () => {
  const { shell, context } = useApp();
  const given = useSignal('');
  const question = shell.password.value;
  if (question === undefined) return null;
  return (
    <Dialog title={panelStrings.passwordTitle} name="password" modal onClose={() => context.shell.newBoard()}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          question.answer(given.peek());
        }}
      >
        <label class="field">
          <span class="field-name">{panelStrings.password}</span>
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
            {panelStrings.passwordWrong}
          </p>
        ) : null}
        <footer>
          <button type="submit" class="text-button filled" disabled={given.value === ''}>
            {panelStrings.passwordOpen}
          </button>
        </footer>
      </form>
    </Dialog>
  );
};
