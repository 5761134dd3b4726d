import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { placeOf } from '../../editor/deep-link.ts';
import { whereToGo } from '../../session/address-bar.ts';
import { useApp } from '../../ui/app-context.ts';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import { Failed } from './Failed.tsx';
import { Frozen } from './Frozen.tsx';
import { LinkCard } from './LinkCard.tsx';
import { type Links as BoardLinks, type LinkChange, openSharing, type Sharing } from './links.ts';
import { NewLink } from './NewLink.tsx';
import { OtherLinks } from './OtherLinks.tsx';
import { Previews } from './Previews.tsx';

/** An address that leads to a place on its board. */
const leadingTo = (url: string, place: string): string => {
  const address = new URL(url);
  address.searchParams.set('at', place);
  return address.href.replaceAll('%2C', ',');
};

/** Whether addresses lead to what one sees. */
const WithView = ({ withView }: { readonly withView: Signal<boolean> }) => (
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
);

/** The links of a board, asked for once, when the panel opens, and after all that is done with them. */
function useLinks(sharing: Sharing) {
  const { shell } = useApp();
  const links = useSignal<BoardLinks | undefined>(undefined);
  const busy = useSignal(false);
  const failure = useSignal<string | undefined>(undefined);
  /** Returns whether it could be done; else it is said why. */
  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    busy.value = true;
    failure.value = undefined;
    try {
      await work();
      links.value = await sharing.links();
      return true;
    } catch (error) {
      const sentence = sentenceOf(error);
      if (links.peek() === undefined) failure.value = sentence;
      else shell.tell(sentence, 'error');
      return false;
    } finally {
      busy.value = false;
    }
  };
  const look = () => void attempt(async () => undefined);
  useEffect(look, []);
  return { links, busy, failure, attempt, look };
}

/** The links of a board and what its owner does with them. */
export function Links() {
  const { editor, shell, session } = useApp();
  // Made here, because only this panel needs it; it remembers nothing itself.
  const sharing = openSharing(session);
  const { links, busy, failure, attempt, look } = useLinks(sharing);
  const withView = useSignal(false);
  const made = useSignal<string | undefined>(undefined);
  const changed = useSignal<string | undefined>(undefined);
  if (failure.value !== undefined) return <Failed sentence={failure.value} onAgain={look} />;
  if (links.value === undefined) return <div class="link-card skeleton" aria-busy="true" />;
  const common = {
    busy: busy.value,
    embeds: links.value.embeds,
    passedOn: (url: string) =>
      withView.peek() ? leadingTo(url, placeOf(editor.camera.peek(), editor.viewport.peek())) : url,
    onTurnOff: (id: string) =>
      void attempt(async () => {
        await sharing.turnOff(id);
        shell.tell(say('sharePanel.turnedOff'));
      }),
    changed: changed.value,
    onChange: (id: string, change: LinkChange) =>
      attempt(async () => {
        await sharing.change(id, change);
        changed.value = id;
        shell.tell(say('sharePanel.changed'));
      }),
  };
  return (
    <>
      {whereToGo().key === undefined ? <p class="address-alone">{say('sharePanel.addressAlone')}</p> : null}
      <LinkCard
        {...common}
        // Another link in its place is another card.
        key={links.value.edit?.id ?? 'editor'}
        main
        title={say('sharePanel.editLink')}
        hint={say('sharePanel.editLinkHint')}
        link={links.value.edit}
        onMake={() => void attempt(() => sharing.make('editor'))}
      />
      <LinkCard
        {...common}
        key={links.value.view?.id ?? 'viewer'}
        title={say('sharePanel.viewLink')}
        hint={say('sharePanel.viewLinkHint')}
        link={links.value.view}
        onMake={() => void attempt(() => sharing.make('viewer'))}
      />
      <OtherLinks {...common} links={links.value.others} made={made.value} />
      <NewLink
        busy={busy.value}
        onMake={(role, terms) =>
          void attempt(async () => {
            made.value = await sharing.make(role, terms);
          })
        }
      />
      <Frozen />
      <WithView withView={withView} />
      <Previews sharing={sharing} />
    </>
  );
}
