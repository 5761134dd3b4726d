import { say } from '../../words/later.ts';
import { momentOf } from '../../words/moment.ts';
import { LinkCard, type LinkCardProps } from './LinkCard.tsx';
import type { BoardLink } from './links.ts';
import { roleName } from './role-name.ts';

/** What is to be known of a link in one line. */
function factsOf({ label, role, expiresAt, hasPassword, uses, maxUses }: BoardLink): string {
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

interface OtherLinksProps
  extends Pick<LinkCardProps, 'busy' | 'embeds' | 'onTurnOff' | 'onChange' | 'changed' | 'passedOn'> {
  readonly links: readonly BoardLink[];
  /** The link that was made just now. */
  readonly made: string | undefined;
}

/** Links with a name, an end or a password, and those that were made on another device. */
export const OtherLinks = ({ links, made, ...common }: OtherLinksProps) => (
  <>
    {links.map((link) => (
      <LinkCard
        key={link.id}
        {...common}
        isNew={link.id === made}
        title={link.label || roleName(link.role)}
        hint={factsOf(link)}
        link={link}
      />
    ))}
  </>
);
