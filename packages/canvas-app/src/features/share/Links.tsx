import { useSignal } from '@preact/signals';
import { Copy, Snowflake } from 'lucide';
import { useEffect } from 'preact/hooks';
import { placeOf } from '../../editor/deep-link.ts';
import { useApp } from '../../ui/app-context.ts';
import { copyText } from '../../ui/copy-text.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import { LinkCard } from './LinkCard.tsx';
import { type Links as BoardLinks, openSharing } from './links.ts';
import { NewLink } from './NewLink.tsx';
import { OtherLinks } from './OtherLinks.tsx';

/** An address that leads to a place on its board. */
const leadingTo = (url: string, place: string): string => {
  const address = new URL(url);
  address.searchParams.set('at', place);
  return address.href.replaceAll('%2C', ',');
};

/** A copy of the board as it is now, for others to look at. */
function Frozen({ freeze }: { readonly freeze: () => Promise<string> }) {
  const { shell } = useApp();
  const busy = useSignal(false);
  const copy = async () => {
    busy.value = true;
    try {
      const url = await freeze();
      if (await copyText(url)) shell.tell(say('sharePanel.frozen'));
      else shell.tell(say('share.copyFailed'), 'error');
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
        <TextButton icon={Snowflake} disabled={busy.value} onPress={() => void copy()}>
          {say('sharePanel.copyLink')}
        </TextButton>
      </div>
    </section>
  );
}

/** The links of a board and what its owner does with them. */
export function Links() {
  const { editor, shell, session } = useApp();
  // Made here, because only this panel needs it; it remembers nothing itself.
  const sharing = openSharing(session);
  const links = useSignal<BoardLinks | undefined>(undefined);
  const busy = useSignal(false);
  const withView = useSignal(false);
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
  const common = {
    busy: busy.value,
    passedOn: (url: string) =>
      withView.peek() ? leadingTo(url, placeOf(editor.camera.peek(), editor.viewport.peek())) : url,
    onTurnOff: (id: string) =>
      void attempt(async () => {
        await sharing.turnOff(id);
        shell.tell(say('sharePanel.turnedOff'));
      }),
  };
  return (
    <>
      <LinkCard
        {...common}
        main
        title={say('sharePanel.editLink')}
        hint={say('sharePanel.editLinkHint')}
        link={links.value.edit}
        onMake={() => void attempt(() => sharing.make('editor'))}
      />
      <LinkCard
        {...common}
        title={say('sharePanel.viewLink')}
        hint={say('sharePanel.viewLinkHint')}
        link={links.value.view}
        onMake={() => void attempt(() => sharing.make('viewer'))}
      />
      <OtherLinks {...common} links={links.value.others} />
      <NewLink busy={busy.value} onMake={(role, terms) => void attempt(() => sharing.make(role, terms))} />
      <Frozen freeze={sharing.freeze} />
      <label class="field check">
        <span class="field-name">{say('sharePanel.withView')}</span>
        <input
          type="checkbox"
          class="switch"
          checked={withView.value}
          onChange={({ currentTarget }) => {
            withView.value = currentTarget.checked;
          }}
        />
      </label>
    </>
  );
}

/** What a person who is not the owner can pass on, the address they came by; and whom they ask when they may only look. */
export function OwnLink() {
  const { editor, session, shell, context, commands, byHand } = useApp();
  const copy = async () => {
    if (await copyText(session.address.peek())) shell.tell(say('share.linkCopied'));
    else shell.tell(say('share.copyFailed'), 'error');
  };
  const { role } = editor;
  return (
    <>
      <section class="link-card">
        <p>{say('sharePanel.linksNotYours')}</p>
        <TextButton kind="filled" icon={Copy} onPress={() => void copy()}>
          {say('sharePanel.copyLink')}
        </TextButton>
      </section>
      {role.value === 'viewer' || role.value === 'commenter' ? (
        <section class="link-card" aria-label={say('sharePanel.ask')}>
          <p>{say('sharePanel.askHint')}</p>
          <TextButton onPress={() => byHand(() => commands['board.ask']?.run(context))}>
            {say('sharePanel.ask')}
          </TextButton>
        </section>
      ) : null}
    </>
  );
}
