import { useSignal } from '@preact/signals';
import { Snowflake } from 'lucide';
import { useApp } from '../../ui/app-context.ts';
import { copyText } from '../../ui/copy-text.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import { momentOf } from '../../words/moment.ts';
import { CopyButton } from './CopyButton.tsx';
import { nameOfCopy } from './name-of-copy.ts';
import { copyBoard } from './own-copy.ts';

/** A copy of the board as it is now, for others to look at. */
export function Frozen() {
  const app = useApp();
  const { shell, editor } = app;
  const busy = useSignal(false);
  /** Where the copy is: a browser may copy no more by the time there is one. */
  const made = useSignal<string | undefined>(undefined);
  const freeze = async () => {
    busy.value = true;
    try {
      const { view, missing } = await copyBoard(
        app,
        nameOfCopy(editor.name.peek(), 'frozenName', momentOf(Date.now())),
      );
      made.value = view;
      if (missing > 0) shell.tell(say('sharePanel.withoutPictures'), 'error');
      else if (await copyText(view)) shell.tell(say('sharePanel.frozen'));
    } catch (error) {
      shell.tell(sentenceOf(error), 'error');
    } finally {
      busy.value = false;
    }
  };
  return (
    <section class="link-card" aria-label={say('sharePanel.freeze')}>
      <div class="link-head">
        <div>
          <h3>{say('sharePanel.freeze')}</h3>
          <p>{say('sharePanel.freezeHint')}</p>
        </div>
        {made.value === undefined ? (
          <TextButton icon={Snowflake} disabled={busy.value} onPress={() => void freeze()}>
            {say(busy.value ? 'sharePanel.copyingShort' : 'sharePanel.freezeIt')}
          </TextButton>
        ) : (
          <CopyButton text={() => made.peek() ?? ''} label={say('sharePanel.copyLink')} first />
        )}
      </div>
    </section>
  );
}
