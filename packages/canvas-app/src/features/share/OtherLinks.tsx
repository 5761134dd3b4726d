import { say } from '../../words/later.ts';
import { momentOf } from '../../words/moment.ts';
import { LinkCard } from './LinkCard.tsx';
import type { OtherLink } from './links.ts';
import { roleName } from './role-name.ts';

/** What is to be known of a link in one line. */
function factsOf({ label, role, expiresAt, hasPassword, uses, maxUses }: OtherLink): string {
  const ends =
    expiresAt !== undefined &&
    say(expiresAt > Date.now() ? 'sharePanel.ends' : 'sharePanel.ended', { when: momentOf(expiresAt) });
  const facts = [
    label !== '' && roleName(role),
    ends,
    hasPassword && say('sharePanel.withPassword'),
    maxUses === undefined
      ? say('sharePanel.cameBy', { n: uses })
      : say('sharePanel.cameOf', { n: uses, most: maxUses }),
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
        title={link.label || roleName(link.role)}
        hint={factsOf(link)}
        link={link}
        busy={busy}
        onTurnOff={onTurnOff}
      />
    ))}
  </>
);
