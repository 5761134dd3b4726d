import { useApp } from '../../ui/app-context.ts';
import { LineDialog } from '../../ui/parts/LineDialog.tsx';
import { say } from '../../words/later.ts';
import './password.css';

/** Asks for the password of the link a person came by. Closing it leads to their own boards: at the start a new one would be made. */
export function PasswordDialog() {
  const { shell, context } = useApp();
  const question = shell.password.value;
  if (question === undefined) return null;
  return (
    <LineDialog
      title={say('password.title')}
      name="password"
      label={say('password.password')}
      value=""
      line="password"
      problem={question.wrong ? say('password.wrong') : undefined}
      save={say('password.open')}
      onSave={question.answer}
      onClose={() => context.shell.goTo('/boards')}
    />
  );
}
