import type { Whom } from '../bus/bus.ts';
import type { Access } from './member.ts';

/** What of a connection, or of a person on another server, tells whether they are meant. */
type Meant = Pick<Access, 'role' | 'link' | 'connection'> & { readonly person: { readonly id: string } };

/** The rule that picks those who are meant. */
export function ruleOf(whom: Whom): (one: Meant) => boolean {
  switch (whom.of) {
    case 'everybody':
      return () => true;
    case 'people': {
      const ids = new Set(whom.ids);
      return ({ person }) => ids.has(person.id);
    }
    case 'roles':
      return ({ role }) => whom.roles.includes(role);
    case 'link':
      return ({ link }) => link === whom.link;
    case 'connection':
      return ({ connection }) => connection === whom.connection;
  }
}
