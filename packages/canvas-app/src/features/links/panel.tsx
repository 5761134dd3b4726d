import { limits } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { strings } from './strings.ts';
import { addressOf } from './typed-address.ts';
import './links.css';

/** A line for the address behind what is selected. Kept by Enter and by its button, as one step. */
export function Panel() {
  const { editor, shell, byHand } = useApp();
  const elements = useMemo(() => editor.selected().filter(({ locked }) => !locked), [editor]);
  const before = elements.find(({ link }) => link !== undefined)?.link ?? '';
  const typed = useSignal(before);
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
    <Dialog title={strings.title} name="link" modal onClose={shell.closePanel}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          keep(typed.peek().trim() === '' ? null : addressOf(typed.peek()));
        }}
      >
        <label class="field">
          <span class="field-name">{strings.address}</span>
          <input
            autofocus
            type="text"
            inputMode="url"
            dir="ltr"
            placeholder={strings.hint}
            maxLength={limits.linkLength}
            value={typed.value}
            aria-invalid={isRefused.value}
            onInput={(event) => {
              typed.value = event.currentTarget.value;
            }}
          />
        </label>
        {isRefused.value ? <p role="alert">{strings.invalid}</p> : null}
        <footer>
          {before === '' ? null : (
            <button type="button" class="text-button quiet" onClick={() => keep(null)}>
              {strings.remove}
            </button>
          )}
          <button type="submit" class="text-button filled">
            {strings.save}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
