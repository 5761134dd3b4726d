import { limits, showsPicture } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { strings } from './strings.ts';
import './description.css';

/** A line that tells what the selected picture shows. Kept by Enter and by its button, as one step. */
export function Panel() {
  const { editor, shell, byHand } = useApp();
  const picture = useMemo(() => editor.selected().find(showsPicture), [editor]);
  const before = picture?.alt ?? '';
  const words = useSignal(before);
  if (picture === undefined) return null;
  const keep = () => {
    const alt = words.peek().trim();
    if (alt !== before && editor.canEdit.peek())
      byHand(() => editor.board.edit((writer) => writer.patch(picture.id, { alt: alt === '' ? null : alt })));
    shell.closePanel();
  };
  return (
    <Dialog title={strings.describe} name="description" modal onClose={shell.closePanel}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          keep();
        }}
      >
        <label class="field">
          <span class="field-name">{strings.description}</span>
          <input
            autofocus
            type="text"
            dir="auto"
            maxLength={limits.nameLength}
            value={words.value}
            onInput={(event) => {
              words.value = event.currentTarget.value;
            }}
          />
        </label>
        <footer>
          <button type="submit" class="text-button filled">
            {strings.save}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
