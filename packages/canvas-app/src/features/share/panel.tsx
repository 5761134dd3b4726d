import { useSignal } from '@preact/signals';
import { Copy } from 'lucide';
import { useEffect } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import { copyText } from './copy-text.ts';
import { LinkCard } from './LinkCard.tsx';
import { type Links, openSharing, type Sharing } from './links.ts';
import { NewLink } from './NewLink.tsx';
import { OtherLinks } from './OtherLinks.tsx';
import './share.css';

/** Made here, because only this panel needs it; it remembers nothing itself. */
const useSharing = (): Sharing => openSharing(useApp().session);

/** What a person who is not the owner can pass on: the address they came by. */
function OwnLink() {
  const { session, shell } = useApp();
  const copy = async () => {
    if (await copyText(session.address.peek())) shell.tell(say('share.linkCopied'));
    else shell.tell(say('share.copyFailed'), 'error');
  };
  return (
    <section class="link-card">
      <p>{say('sharePanel.linksNotYours')}</p>
      <TextButton kind="filled" icon={Copy} onPress={() => void copy()}>
        {say('sharePanel.copyLink')}
      </TextButton>
    </section>
  );
}

/** The links of a board and what its owner does with them. */
function OwnerLinks() {
  const { shell } = useApp();
  const sharing = useSharing();
  const links = useSignal<Links | undefined>(undefined);
  const busy = useSignal(false);
  const attempt = async (work: () => Promise<unknown>) => {
    busy.value = true;
    try {
      await work();
      links.value = await sharing.links();
    } catch (error) {
      shell.tell(sentenceOf(error), 'error');
    } finally {
      busy.value = false;
    }
  };
  useEffect(() => {
    void attempt(async () => undefined);
    // The links are asked for once, when the panel opens.
  }, []);
  if (links.value === undefined) return <div class="link-card skeleton" aria-busy="true" />;
  const turnOff = (id: string) =>
    void attempt(async () => {
      await sharing.turnOff(id);
      shell.tell(say('sharePanel.turnedOff'));
    });
  return (
    <>
      <LinkCard
        main
        title={say('sharePanel.editLink')}
        hint={say('sharePanel.editLinkHint')}
        link={links.value.edit}
        busy={busy.value}
        onMake={() => void attempt(() => sharing.make('editor'))}
        onTurnOff={turnOff}
      />
      <LinkCard
        title={say('sharePanel.viewLink')}
        hint={say('sharePanel.viewLinkHint')}
        link={links.value.view}
        busy={busy.value}
        onMake={() => void attempt(() => sharing.make('viewer'))}
        onTurnOff={turnOff}
      />
      <OtherLinks links={links.value.others} busy={busy.value} onTurnOff={turnOff} />
      <NewLink busy={busy.value} onMake={(role, terms) => void attempt(() => sharing.make(role, terms))} />
    </>
  );
}

/** Links to the board, and the name under which one is seen on it. */
export function Panel() {
  const { editor, shell, you } = useApp();
  const sharing = useSharing();
  const rename = (name: string) => {
    if (name !== '') sharing.rename(name).catch((error: unknown) => shell.tell(sentenceOf(error), 'error'));
  };
  return (
    <Dialog title={say('sharePanel.title')} name="share" modal={false} onClose={shell.closePanel}>
      {editor.role.value === 'owner' ? <OwnerLinks /> : <OwnLink />}
      <label class="field">
        <span class="field-name">{say('sharePanel.yourName')}</span>
        <input
          dir="auto"
          maxLength={60}
          value={you.value?.name ?? ''}
          onChange={(event) => rename(event.currentTarget.value.trim())}
        />
      </label>
    </Dialog>
  );
}
