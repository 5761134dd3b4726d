import { useApp } from '../../ui/app-context.ts';
import { onDemand } from '../../ui/parts/on-demand.tsx';
import type { Feature } from '../feature.ts';

const PasswordDialog = onDemand(async () => (await import('./PasswordDialog.tsx')).PasswordDialog);

/** Asked for while the server answers, or there would be no question: what does not come is asked for again by a reload. */
function PasswordQuestion() {
  return useApp().shell.password.value === undefined ? null : <PasswordDialog />;
}

/** The question for the password of a link. */
export const password: Feature = { islands: { over: PasswordQuestion } };
