import type { JwtConfig } from '../config/config.ts';
import type { Repositories } from '../stores/repositories.ts';
import type { Hooks } from './hooks.ts';
import { jwtReader } from './jwt.ts';
import type { Sessions } from './sessions.ts';
import { grantBy } from './standing.ts';

export interface BuiltInDeps {
  readonly repositories: Pick<Repositories, 'boards' | 'links' | 'memberships'>;
  readonly sessions: Sessions;
  readonly jwt: JwtConfig | undefined;
  readonly now: () => number;
}

/** Gesso's own answer to "who" (a token when configured, else the session cookie) and "what" (the owner, else links). */
export const builtInHooks = ({
  repositories: { boards, links, memberships },
  sessions,
  jwt,
  now,
}: BuiltInDeps): Pick<Hooks, 'authenticate' | 'authorize'> => {
  const readToken = jwt === undefined ? undefined : jwtReader(jwt);
  return {
    async authenticate(caller) {
      return (await readToken?.(caller)) ?? (await sessions.find(caller.cookies));
    },
    async authorize(principal, id) {
      const board = await boards.find(id);
      if (board === undefined) return undefined;
      if (board.owner === principal.id) return { role: 'owner' };
      const shown =
        principal.link === undefined ? [] : (await links.ofBoard(id)).filter((link) => link.id === principal.link);
      const all = [...(await links.grantedTo(principal.id, id)), ...shown];
      const membership = await memberships.find(id, principal.id);
      return grantBy(principal.id, { board, membership, links: all }, now());
    },
  };
};
