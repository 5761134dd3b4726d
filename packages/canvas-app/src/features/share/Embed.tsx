import { useId } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import { CopyButton } from './CopyButton.tsx';
import { embedCode } from './embed-code.ts';

/** What is put into a page that is to show the board. */
export function Embed({ url }: { readonly url: string }) {
  const { editor } = useApp();
  const id = useId();
  const code = embedCode(url, editor.name.value);
  return (
    <div class="embed">
      <label for={id}>{say('sharePanel.embedHint')}</label>
      <textarea
        id={id}
        dir="ltr"
        readOnly
        spellcheck={false}
        rows={6}
        value={code}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <CopyButton text={() => code} label={say('sharePanel.copyCode')} />
    </div>
  );
}
