import { say } from '../../words/later.ts';
import { momentOf } from '../../words/moment.ts';
import { LinkCard } from './LinkCard.tsx';
import type { OtherLink } from './links.ts';

/** What is to be known of a link in one line. */
function factsOf({ label, role, expiresAt, hasPassword, uses }: OtherLink): string {
  const ends =
    expiresAt !== undefined &&
    say(expiresAt > Date.now() ? 'sharePanel.ends' : 'sharePanel.ended', { when: momentOf(expiresAt) });
  const facts = [
    label !== '' && say(role === 'editor' ? 'sharePanel.editLink' : 'sharePanel.viewLink'),
    ends,
    hasPassword && say('sharePanel.withPassword'),
    say('sharePanel.cameBy', { n: uses }),
  ];
  return facts.filter((fact) => fact !== false).join(' · ');
}

interface OtherLinksProps {
  readonly links: readonly OtherLink[];
  readonly busy: boolean;
  readonly onTurnOff: (id: string) => void;
}

/** Links with a name, an end or a password, and those that were made on another device. */
export const OtherLinks = ({ links, busy, onTurnOff }: OtherLinksProps) => (
  <>
    {links.map((link) => (
      <LinkCard
        key={link.id}
        title={link.label || say(link.role === 'editor' ? 'sharePanel.editLink' : 'sharePanel.viewLink')}
        hint={factsOf(link)}
        link={link}
        busy={busy}
        onTurnOff={onTurnOff}
      />
    ))}
  </>
);
