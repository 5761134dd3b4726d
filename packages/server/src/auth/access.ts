import { atLeast, Failure, type Role } from '@gesso/crdt-schema';
import type { BoardRecord, LinkRecord, Repositories } from '../stores/repositories.ts';
import { isVisitor } from './guest-names.ts';
import type { ActiveHooks, Grant, Principal } from './hooks.ts';
import { digest, passwordMatches, sameDigest } from './secrets.ts';
import { standingOf } from './standing.ts';
import type { Admission } from './tickets.ts';
import type { Tries } from './tries.ts';

export interface AccessDeps {
  readonly repositories: Pick<Repositories, 'boards' | 'links' | 'memberships'>;
  readonly hooks: Pick<ActiveHooks, 'authorize' | 'links'>;
  readonly tries: Tries;
  readonly now: () => number;
}

export interface Admitted {
  readonly board: BoardRecord;
  readonly grant: Grant;
}

/**
 * The one place where people get to a board. What they may not see does not exist for them: 404, never 403. Who could come in were it
 * not in the trash is told `BOARD_IN_TRASH`, everybody else the same as of a board that never was.
 */
export interface BoardAccess {
  /** Throws `NO_SUCH_BOARD`, `BOARD_IN_TRASH`, or `FORBIDDEN` when they may come in but not do this. */
  admit(principal: Principal | undefined, id: string, needed: Role): Promise<Admitted>;
  /** The same for a board in the trash, for its owner. */
  admitToTrash(principal: Principal | undefined, id: string): Promise<BoardRecord>;
  /** The link a key belongs to. Throws `NO_SUCH_BOARD`, `BOARD_IN_TRASH`, `PASSWORD_REQUIRED`, or `RATE_LIMITED` after too many wrong ones. */
  unlock(id: string, attempt: UnlockAttempt): Promise<LinkRecord>;
  /**
   * What a person who brings the key of a link may do: undefined for one who was sent away. It names the link only where that depends on it,
   * not for the owner, nor for one who has their role by the owner's word. Throws `NO_SUCH_BOARD` or `BOARD_IN_TRASH`. Counts nothing.
   */
  byLink(principal: Principal, link: LinkRecord): Promise<Grant | undefined>;
  /**
   * What a person may do now who was let in a while ago, by whatever it is. Throws `REVOKED` where that was a link and nothing is left,
   * `NO_SUCH_BOARD` or `BOARD_IN_TRASH`.
   */
  confirm(admission: Admission): Promise<Grant>;
}

/** A key that is tried, and who tries it: undefined for one who was never here. */
export interface UnlockAttempt {
  readonly key: string;
  readonly password: string | undefined;
  readonly principal: Principal | undefined;
  readonly ip: string;
}

/** Whether a person came in by a link before. */
const cameBy = async (
  links: AccessDeps['repositories']['links'],
  { id, board }: LinkRecord,
  person: Principal | undefined,
): Promise<boolean> =>
  person !== undefined &&
  !isVisitor(person.id) &&
  (await links.grantedTo(person.id, board)).some((granted) => granted.id === id);

/** Throws `PASSWORD_REQUIRED` unless the link has none, this is it, or none is sent by a person who came in by the link before. */
async function checkPassword(
  { repositories: { links }, tries }: Pick<AccessDeps, 'repositories' | 'tries'>,
  link: LinkRecord,
  { password, principal, ip }: UnlockAttempt,
): Promise<void> {
  if (link.password === undefined) return;
  // A person who has not been asked for it yet has not guessed.
  if (password === undefined || password === '') {
    if (await cameBy(links, link, principal)) return;
    throw new Failure('PASSWORD_REQUIRED');
  }
  const guess = await tries.begin(link.id, ip);
  const matches = await passwordMatches(password, link.password).catch(async (error) => {
    // Too many are being looked at: that was no guess.
    await guess.untold();
    throw error;
  });
  if (!matches) throw new Failure('PASSWORD_REQUIRED');
  await guess.right();
}

/** Makes a board that a hook lets a person make by opening it. */
async function make(
  { repositories: { boards }, now }: Pick<AccessDeps, 'repositories' | 'now'>,
  { principal, id, role }: { readonly principal: Principal; readonly id: string; readonly role: Role },
): Promise<BoardRecord> {
  const at = now();
  const owner = role === 'owner' ? principal.id : undefined;
  const state = { deletedAt: undefined, ownerDraws: false, previews: false };
  const board = { id, title: '', owner, createdAt: at, updatedAt: at, ...state };
  await boards.create(board, []);
  return board;
}

export const createAccess = ({ repositories, hooks, tries, now }: AccessDeps): BoardAccess => {
  const { boards, links, memberships } = repositories;
  /** What is left of a grant on a board that is not in the trash. */
  const standing = async (id: string, person: string, grant: Grant | undefined): Promise<Grant | undefined> => {
    const board = await boards.find(id);
    if (board === undefined) throw new Failure('NO_SUCH_BOARD');
    const left: Grant | undefined =
      board.owner === person ? { role: 'owner' } : standingOf(board, await memberships.find(id, person), grant);
    if (board.deletedAt !== undefined) throw new Failure(left === undefined ? 'NO_SUCH_BOARD' : 'BOARD_IN_TRASH');
    return left;
  };
  /** Whether a link would let in one who has no grant: not if they were sent away, nor if as many came by it as may. */
  const letsIn = async ({ board, maxUses, uses }: LinkRecord, newcomer: Principal | undefined): Promise<boolean> =>
    (maxUses === undefined || uses < maxUses) &&
    (newcomer === undefined || (await memberships.find(board, newcomer.id)) !== 'none');
  const access: BoardAccess = {
    async admit(principal, id, needed) {
      if (principal === undefined || !/^[\w-]{1,64}$/.test(id)) throw new Failure('NO_SUCH_BOARD');
      const grant = await hooks.authorize(principal, id);
      if (grant === undefined) throw new Failure('NO_SUCH_BOARD');
      const known = await boards.find(id);
      const board =
        known ??
        (grant.create === true ? await make({ repositories, now }, { principal, id, role: grant.role }) : undefined);
      if (board === undefined) throw new Failure('NO_SUCH_BOARD');
      if (board.deletedAt !== undefined) throw new Failure('BOARD_IN_TRASH');
      if (!atLeast(grant.role, needed)) throw new Failure('FORBIDDEN', `${grant.role} where ${needed} is needed`);
      return { board, grant };
    },

    async admitToTrash(principal, id) {
      const board = principal === undefined ? undefined : await boards.find(id);
      if (board?.deletedAt === undefined || principal === undefined) throw new Failure('NO_SUCH_BOARD');
      if ((await hooks.authorize(principal, id))?.role !== 'owner') throw new Failure('NO_SUCH_BOARD');
      return board;
    },

    async unlock(id, attempt) {
      const { key, principal } = attempt;
      const board = hooks.links ? await boards.find(id) : undefined;
      if (board === undefined) throw new Failure('NO_SUCH_BOARD');
      const inTrash = board.deletedAt !== undefined;
      // Their key may be worth nothing any more: they could come in without it.
      if (inTrash && principal !== undefined && (await hooks.authorize(principal, id)) !== undefined)
        throw new Failure('BOARD_IN_TRASH');
      const hash = digest(key);
      const link = (await links.ofBoard(id)).find(({ keyHash }) => sameDigest(keyHash, hash));
      if (link === undefined || (link.expiresAt !== undefined && link.expiresAt <= now()))
        throw new Failure('NO_SUCH_BOARD');
      if (inTrash && !(await letsIn(link, principal))) throw new Failure('NO_SUCH_BOARD');
      await checkPassword({ repositories, tries }, link, attempt);
      if (inTrash) throw new Failure('BOARD_IN_TRASH');
      return link;
    },

    async byLink(principal, link) {
      return standing(link.board, principal.id, { role: link.role, link: link.id, until: link.expiresAt });
    },

    async confirm({ board: id, principal, grant }) {
      if (grant.link !== undefined && (await hooks.authorize(principal, id)) === undefined) {
        // What a board that is gone is told comes first.
        await standing(id, principal.id, undefined);
        throw new Failure('REVOKED');
      }
      return (await access.admit(principal, id, 'viewer')).grant;
    },
  };
  return access;
};
