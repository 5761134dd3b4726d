import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { wholeAddress } from '../../network/address.ts';
import { useApp } from '../../ui/app-context.ts';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import { momentOf } from '../../words/moment.ts';
import { AskButton } from './AskToDraw.tsx';
import { CopyButton } from './CopyButton.tsx';
import { Failed } from './Failed.tsx';
import { type OwnWay, openSharing } from './links.ts';

/** What the link by which a person came is worth to others, in one or two sentences. */
function worthOf({ cameBy }: OwnWay): string {
  if (cameBy === undefined) return say('sharePanel.ownNone');
  if (cameBy.usedUp) return say('sharePanel.ownUsedUp');
  const { role, expiresAt, hasPassword } = cameBy;
  const terms = [
    hasPassword && say('sharePanel.withPassword'),
    expiresAt !== undefined && say('sharePanel.ends', { when: momentOf(expiresAt) }),
  ].filter((term) => term !== false);
  const gives = say('sharePanel.ownGives', { role });
  return terms.length === 0 ? gives : `${gives} (${terms.join(' · ')})`;
}

/** What a person who is not the owner can pass on, the address they came by; and whom they ask when they may only look. */
export function OwnLink() {
  const { editor, session, status } = useApp();
  const way = useSignal<OwnWay | undefined>(undefined);
  const failure = useSignal<string | undefined>(undefined);
  const { role } = editor;
  const ask = () => {
    failure.value = undefined;
    openSharing(session)
      .ownWay()
      .then((found) => {
        way.value = found;
      })
      .catch((error: unknown) => {
        failure.value = sentenceOf(error);
      });
  };
  useEffect(ask, [role.value]);
  // The notice over the board says why.
  if (status.value.sync === 'refused') return null;
  if (failure.value !== undefined) return <Failed sentence={failure.value} onAgain={ask} />;
  if (way.value === undefined) return <div class="link-card skeleton" aria-busy="true" />;
  const { cameBy, ownerDraws } = way.value;
  const isLooking = role.value === 'viewer' || role.value === 'commenter';
  return (
    <>
      <section class="link-card">
        <p>{say('sharePanel.linksNotYours')}</p>
        <p>{worthOf(way.value)}</p>
        {cameBy === undefined || cameBy.usedUp ? null : (
          <CopyButton text={() => wholeAddress(session.address.peek())} label={say('sharePanel.copyLink')} main />
        )}
      </section>
      {isLooking && session.visitor === undefined ? (
        <section class="link-card" aria-label={say('sharePanel.ask')}>
          <p>{say(ownerDraws ? 'sharePanel.onlyOwnerLooks' : 'sharePanel.askHint')}</p>
          {ownerDraws ? null : <AskButton />}
        </section>
      ) : null}
    </>
  );
}
