import { atLeast, Failure, type Role } from '@gesso/crdt-schema';
import type { BoardRecord, LinkRecord, Repositories } from '../stores/repositories.ts';
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

/** The one place where people get to a board. What they may not see does not exist for them: 404, never 403. */
export interface BoardAccess {
  /** Throws `NO_SUCH_BOARD`, or `FORBIDDEN` when they may come in but not do this. */
  admit(principal: Principal | undefined, id: string, needed: Role): Promise<Admitted>;
  /** The same for a board in the trash, for its owner. */
  admitToTrash(principal: Principal | undefined, id: string): Promise<BoardRecord>;
  /** The link a key belongs to. Throws `NO_SUCH_BOARD`, `PASSWORD_REQUIRED`, or `RATE_LIMITED` after too many wrong ones. */
  unlock(id: string, key: string, password: string | undefined, ip: string): Promise<LinkRecord>;
  /** What a link gives a person who brings its key and keeps no grant. Throws `NO_SUCH_BOARD`, or `REVOKED` for one who was sent away. Counts nothing. */
  byLink(principal: Principal, link: LinkRecord): Promise<Grant>;
  /** What an admission that was given a while ago is worth now. Throws `REVOKED` or `NO_SUCH_BOARD`. */
  confirm(admission: Admission): Promise<Grant>;
}

export const createAccess = ({ repositories, hooks, tries, now }: AccessDeps): BoardAccess => {
  const { boards, links, memberships } = repositories;
  const standing = async (id: string, person: string, grant: Grant): Promise<Grant> => {
    const board = await boards.find(id);
    if (board === undefined || board.deletedAt !== undefined) throw new Failure('NO_SUCH_BOARD');
    const left = standingOf(board, await memberships.find(id, person), grant);
    if (left === undefined) throw new Failure('REVOKED');
    return left;
  };
  const make = async (principal: Principal, id: string, role: Role): Promise<BoardRecord> => {
    const at = now();
    const owner = role === 'owner' ? principal.id : undefined;
    const board = { id, title: '', owner, createdAt: at, updatedAt: at, deletedAt: undefined, ownerDraws: false };
    await boards.create(board, []);
    return board;
  };

  const access: BoardAccess = {
    async admit(principal, id, needed) {
      if (principal === undefined || !/^[\w-]{1,64}$/.test(id)) throw new Failure('NO_SUCH_BOARD');
      const grant = await hooks.authorize(principal, id);
      if (grant === undefined) throw new Failure('NO_SUCH_BOARD');
      const known = await boards.find(id);
      const board = known ?? (grant.create === true ? await make(principal, id, grant.role) : undefined);
      if (board === undefined || board.deletedAt !== undefined) throw new Failure('NO_SUCH_BOARD');
      if (!atLeast(grant.role, needed)) throw new Failure('FORBIDDEN', `${grant.role} where ${needed} is needed`);
      return { board, grant };
    },

    async admitToTrash(principal, id) {
      const board = principal === undefined ? undefined : await boards.find(id);
      if (board?.deletedAt === undefined || principal === undefined) throw new Failure('NO_SUCH_BOARD');
      if ((await hooks.authorize(principal, id))?.role !== 'owner') throw new Failure('NO_SUCH_BOARD');
      return board;
    },

    async unlock(id, key, password, ip) {
      const board = hooks.links ? await boards.find(id) : undefined;
      if (board === undefined || board.deletedAt !== undefined) throw new Failure('NO_SUCH_BOARD');
      const hash = digest(key);
      const link = (await links.ofBoard(id)).find(({ keyHash }) => sameDigest(keyHash, hash));
      if (link === undefined || (link.expiresAt !== undefined && link.expiresAt <= now()))
        throw new Failure('NO_SUCH_BOARD');
      if (link.password === undefined) return link;
      // A visitor who has not been asked for it yet has not guessed.
      if (password === undefined || password === '') throw new Failure('PASSWORD_REQUIRED');
      const guess = tries.begin(link.id, ip);
      const matches = await passwordMatches(password, link.password).catch((error) => {
        // Too many are being looked at: that was no guess.
        guess.untold();
        throw error;
      });
      if (!matches) throw new Failure('PASSWORD_REQUIRED');
      guess.right();
      return link;
    },

    async byLink(principal, link) {
      return standing(link.board, principal.id, { role: link.role, link: link.id, until: link.expiresAt });
    },

    async confirm({ board: id, principal, grant }) {
      if (grant.link === undefined) return (await access.admit(principal, id, 'viewer')).grant;
      const left = await standing(id, principal.id, grant);
      if ((await links.ofBoard(id)).some(({ id: link }) => link === grant.link)) return left;
      throw new Failure('REVOKED');
    },
  };
  return access;
};
