import type { JwtConfig } from '../config/config.ts';
import type { Repositories, Stay } from '../stores/repositories.ts';
import type { Grant, Hooks } from './hooks.ts';
import { jwtReader } from './jwt.ts';
import type { Sessions } from './sessions.ts';
import { grantBy } from './standing.ts';

export interface BuiltInDeps {
  readonly repositories: Pick<Repositories, 'boards' | 'links' | 'memberships'>;
  readonly sessions: Sessions;
  readonly jwt: JwtConfig | undefined;
  readonly now: () => number;
}

/** What a person may do at `at` by what is kept. `link`: one they show, besides those they came by before. */
export async function grantOf(
  { boards, links, memberships }: BuiltInDeps['repositories'],
  { board: id, person, link: shown }: Pick<Stay, 'board' | 'person' | 'link'>,
  at: number,
): Promise<Grant | undefined> {
  const board = await boards.find(id);
  if (board === undefined) return undefined;
  if (board.owner === person) return { role: 'owner' };
  const brought = shown === undefined ? [] : (await links.ofBoard(id)).filter((link) => link.id === shown);
  const all = [...(await links.grantedTo(person, id)), ...brought];
  const membership = await memberships.find(id, person);
  return grantBy(person, { board, membership, links: all }, at);
}

/** Gesso's own answer to "who" (a token when configured, else the session cookie) and "what" (the owner, else links). */
export const builtInHooks = ({
  repositories: kept,
  sessions,
  jwt,
  now,
}: BuiltInDeps): Pick<Hooks, 'authenticate' | 'authorize'> => {
  const readToken = jwt === undefined ? undefined : jwtReader(jwt, now);
  return {
    async authenticate(caller) {
      return (await readToken?.(caller)) ?? (await sessions.find(caller.cookies));
    },
    authorize: (principal, board) => grantOf(kept, { board, person: principal.id, link: principal.link }, now()),
  };
};
