import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import type { Sharing } from './links.ts';

/** The switch by which an address that is passed on shows the name and the picture of its board, to all who see the address. */
export function Previews({ sharing }: { readonly sharing: Sharing }) {
  const { shell } = useApp();
  /** Undefined until the server has said so. */
  const shown = useSignal<boolean | undefined>(undefined);
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      shell.tell(sentenceOf(error), 'error');
    }
  };
  useEffect(
    () =>
      void attempt(async () => {
        shown.value = await sharing.previews();
      }),
    [],
  );
  const change = (on: boolean) =>
    void attempt(async () => {
      shown.value = on;
      await sharing.showPreviews(on).catch((error: unknown) => {
        shown.value = !on;
        throw error;
      });
    });
  return (
    <label class="field check explained">
      <span class="field-name">
        {say('sharePanel.previews')}
        <small>{say('sharePanel.previewsHint')}</small>
      </span>
      <input
        type="checkbox"
        class="switch"
        checked={shown.value === true}
        disabled={shown.value === undefined}
        onChange={({ currentTarget }) => change(currentTarget.checked)}
      />
    </label>
  );
}
