import { useSignal } from '@preact/signals';
import { Plus } from 'lucide';
import { TextButton } from '../../ui/parts/Button.tsx';
import { say } from '../../words/later.ts';
import { LinkForm } from './LinkForm.tsx';
import type { LinkRole, LinkTerms } from './links.ts';

interface NewLinkProps {
  readonly busy: boolean;
  readonly onMake: (role: LinkRole, terms: LinkTerms) => void;
}

/** A link of other terms: behind a button, as one comes seldom. */
export function NewLink({ busy, onMake }: NewLinkProps) {
  const isOpen = useSignal(false);
  const close = () => {
    isOpen.value = false;
  };
  if (isOpen.value)
    return (
      <LinkForm
        busy={busy}
        onDone={({ role, ...terms }) => {
          onMake(role, terms);
          close();
        }}
        onCancel={close}
      />
    );
  return (
    <TextButton
      kind="quiet"
      icon={Plus}
      onPress={() => {
        isOpen.value = true;
      }}
    >
      {say('sharePanel.another')}
    </TextButton>
  );
}
