import type { Person } from '@gesso/crdt-schema';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import { followed, setFollowed } from './followed.ts';
import { isLedBy } from './rings.ts';

/** Follows a person's view, or lets go of it when it is followed already. */
export function toggleFollowing({ editor, you, shell }: App, { id, name }: Person): void {
  if (followed.peek() === id) setFollowed(undefined);
  // Whom a server tells without an id cannot be known again.
  else if (id === '') shell.tell(say('peers.cannotFollow', { name }));
  else if (isLedBy(you.peek()?.id ?? '', id, editor.peers.peek())) shell.tell(say('peers.followsAlready', { name }));
  else setFollowed(id);
}
