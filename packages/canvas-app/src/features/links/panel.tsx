import { limits } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { seenOf } from '../../editor/hiding.ts';
import { addressOf } from '../../input/typed-address.ts';
import { useApp } from '../../ui/app-context.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { LineDialog } from '../../ui/parts/LineDialog.tsx';
import { say } from '../../words/later.ts';
import './links.css';

/** A line for the address behind what is selected. Kept by Enter and by its button, as one step. */
export function Panel() {
  const { editor, shell, byHand } = useApp();
  const elements = useMemo(() => seenOf(editor, editor.selected()).filter(({ locked }) => !locked), [editor]);
  const before = elements.find(({ link }) => link !== undefined)?.link ?? '';
  const isRefused = useSignal(false);
  const [first] = elements;
  if (first === undefined) return null;
  const keep = (link: string | null) => {
    byHand(() =>
      editor.board.edit((writer) => {
        for (const { id } of elements) writer.patch(id, { link });
      }),
    );
    const isKept = editor.board.get(first.id)?.link === (link ?? undefined);
    isRefused.value = !isKept;
    if (isKept) shell.closePanel();
  };
  return (
    <LineDialog
      title={say('links.title')}
      name="link"
      label={say('links.address')}
      value={before}
      line={{ inputMode: 'url', dir: 'ltr', placeholder: say('links.hint'), maxLength: limits.linkLength }}
      problem={isRefused.value ? say('links.invalid') : undefined}
      save={say('links.save')}
      mayBeEmpty
      besides={
        before === '' ? null : (
          <TextButton kind="quiet" onPress={() => keep(null)}>
            {say('links.remove')}
          </TextButton>
        )
      }
      onSave={(given) => keep(given.trim() === '' ? null : addressOf(given))}
      onClose={shell.closePanel}
    />
  );
}
