import { randomBytes } from 'node:crypto';
import { tagLimits } from '@gesso/crdt-schema';
import { aloneInTurns } from '../../src/stores/among-servers.ts';
import {
  type AuditLog,
  type AuditRecord,
  type BoardRecord,
  type BoardRepository,
  type BoardText,
  type LinkRecord,
  type LinkRepository,
  type MembershipRepository,
  type PersonRecord,
  type Repositories,
  type SecretRepository,
  type SessionRepository,
  tagKey,
  type UnstoredSession,
  type Visit,
} from '../../src/stores/repositories.ts';
import { memoryAssets } from './memory-assets.ts';
import { type Memberships, type MemoryBoards, memoryBoards, memoryTexts, type Tags } from './memory-boards.ts';
import { memoryWebhooks } from './memory-webhooks.ts';

interface Session {
  readonly person: PersonRecord;
  readonly createdAt: number;
  readonly seenAt: number;
  readonly ended: boolean;
}

const key = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** The repositories until the process ends: to prove that their contract says what it has to. */
export const memoryRepositories = (): Repositories => {
  const boards = new Map<string, BoardRecord>();
  const links = new Map<string, LinkRecord>();
  const grants = new Map<string, { readonly link: string; readonly person: string }>();
  const visits = new Map<string, Visit>();
  const memberships: Memberships = new Map();
  const tags: Tags = new Map();
  const texts = new Map<string, BoardText & { readonly at: number }>();
  const assets = memoryAssets(boards);
  const visit = (one: Visit): void => {
    if (boards.has(one.board)) visits.set(`${one.person} ${one.board}`, one);
  };
  const addUses = (id: string, count: number): void => {
    const link = links.get(id);
    if (link !== undefined) links.set(id, { ...link, uses: link.uses + count });
  };
  const kept = { boards, links, grants, visits, visit, memberships, tags, texts, stars: new Set<string>() };
  return {
    boards: withAssets(memoryBoards(kept), assets),
    texts: memoryTexts(kept),
    links: memoryLinks(links, grants, addUses),
    memberships: memoryMemberships({ boards, visits, memberships }),
    sessions: memorySessions(kept),
    assets: assets.repository,
    audit: memoryAudit(),
    secrets: memorySecrets(),
    webhooks: memoryWebhooks(boards),
    turns: aloneInTurns,
    async writeSeen(seen) {
      for (const one of seen.visits) visit(one);
      for (const [link, count] of seen.uses) addUses(link, count);
    },
    async *sweep({ loose }) {
      yield* assets.sweep(loose);
    },
  };
};

const withAssets = (boards: BoardRepository, assets: ReturnType<typeof memoryAssets>): BoardRepository => ({
  ...boards,
  async create(board, links, like) {
    await boards.create(board, links);
    if (like !== undefined) assets.copy(like, board.id, board.createdAt);
  },
  async remove(id) {
    await boards.remove(id);
    assets.forget(id);
  },
});

const memoryMemberships = ({
  boards,
  visits,
  memberships,
}: Pick<MemoryBoards, 'boards' | 'visits' | 'memberships'>): MembershipRepository => ({
  find: async (board, person) => memberships.get(`${board} ${person}`)?.role,
  async set(board, person, role) {
    if (boards.has(board)) memberships.set(`${board} ${person}`, { board, person, role });
  },
  async ofBoard(board, limit) {
    const seen = [...visits.values()].filter((visit) => visit.board === board).sort((a, b) => b.at - a.at);
    const known = new Set(seen.map(({ person }) => person));
    const others = [...memberships.values()].filter((one) => one.board === board && !known.has(one.person));
    const people = [
      ...seen.map(({ person, at }) => ({ id: person, seenAt: at })),
      ...others.map(({ person }) => ({ id: person, seenAt: undefined })),
    ];
    return people.slice(0, limit).map((one) => ({ ...one, membership: memberships.get(`${board} ${one.id}`)?.role }));
  },
});

const memoryLinks = (
  links: Map<string, LinkRecord>,
  grants: Map<string, { readonly link: string; readonly person: string }>,
  addUses: (link: string, count: number) => void,
): LinkRepository => ({
  ofBoard: async (board) =>
    [...links.values()].filter((link) => link.board === board).sort((a, b) => a.createdAt - b.createdAt),
  async add(link, most = Number.POSITIVE_INFINITY) {
    if ([...links.values()].filter(({ board }) => board === link.board).length >= most) return false;
    links.set(link.id, link);
    return true;
  },
  async change(board, id, change) {
    const link = links.get(id);
    if (link?.board !== board) return undefined;
    const changed = { ...link, ...change };
    links.set(id, changed);
    return changed;
  },
  async remove(board, id) {
    const isThere = links.get(id)?.board === board;
    if (isThere) links.delete(id);
    return isThere;
  },
  async countUse({ id }) {
    const link = links.get(id);
    if (link === undefined || (link.maxUses !== undefined && link.uses >= link.maxUses)) return false;
    addUses(id, 1);
    return true;
  },
  async takeIn(id, person) {
    const link = links.get(id);
    if (grants.has(`${id} ${person}`)) return 'known';
    if (link === undefined || (link.maxUses !== undefined && link.uses >= link.maxUses)) return 'full';
    addUses(id, 1);
    grants.set(`${id} ${person}`, { link: id, person });
    return 'new';
  },
  async grant(link, person) {
    const name = `${link} ${person}`;
    if (!links.has(link) || grants.has(name)) return false;
    grants.set(name, { link, person });
    return true;
  },
  async grantedTo(person, board) {
    const theirs = [...grants.values()].filter((grant) => grant.person === person);
    return [...links.values()].filter((link) => link.board === board && theirs.some((grant) => grant.link === link.id));
  },
});

/** Gives what is kept under one person to another, who keeps what they have. */
const give = <T extends { readonly person: string }>(
  map: Map<string, T>,
  from: string,
  to: string,
  nameOf: (row: T) => string,
): void => {
  for (const [name, row] of [...map]) {
    if (row.person !== from) continue;
    map.delete(name);
    if (!map.has(nameOf(row))) map.set(nameOf(row), { ...row, person: to });
  }
};

const memorySessions = (
  kept: Pick<MemoryBoards, 'boards' | 'grants' | 'visits' | 'memberships' | 'tags'>,
): SessionRepository => {
  const sessions = new Map<string, Session>();
  const store = ({ tokenHash, person, at }: UnstoredSession): void => {
    if (!sessions.has(key(tokenHash)))
      sessions.set(key(tokenHash), { person, createdAt: at, seenAt: at, ended: false });
  };
  return {
    create: async (tokenHash, person, at) => store({ tokenHash, person, at }),
    async find(tokenHash, at, notBefore) {
      const session = sessions.get(key(tokenHash));
      if (session === undefined) return undefined;
      if (session.ended || session.seenAt < notBefore) return 'ended';
      sessions.set(key(tokenHash), { ...session, seenAt: at });
      return session.person;
    },
    async person(id, notBefore) {
      const own = [...sessions.values()].filter(
        ({ person, ended, seenAt }) => person.id === id && !ended && seenAt >= notBefore,
      );
      return own.sort((a, b) => b.seenAt - a.seenAt)[0]?.person;
    },
    async ofPerson(person, tokenHash) {
      return [...sessions]
        .filter(([, session]) => session.person.id === person && !session.ended)
        .sort(([, a], [, b]) => b.createdAt - a.createdAt)
        .map(([name, { createdAt, seenAt }]) => ({ createdAt, seenAt, current: name === key(tokenHash) }));
    },
    async rotate(from, to, at, unstored) {
      if (unstored !== undefined) store(unstored);
      const session = sessions.get(key(from));
      if (session === undefined || session.ended) return undefined;
      sessions.set(key(to), { ...session, seenAt: at });
      sessions.set(key(from), { ...session, ended: true });
      return session.person.id;
    },
    async endAll(person, _at, unstored) {
      if (unstored !== undefined) store(unstored);
      for (const [name, session] of sessions)
        if (session.person.id === person) sessions.set(name, { ...session, ended: true });
    },
    async join({ id: from }, { id: to }, _at, unstored) {
      if (unstored !== undefined) store(unstored);
      for (const [id, board] of kept.boards) if (board.owner === from) kept.boards.set(id, { ...board, owner: to });
      give(kept.visits, from, to, ({ board }) => `${to} ${board}`);
      give(kept.tags, from, to, ({ board, tag }) => `${to} ${board} ${tagKey(tag)}`);
      for (const board of kept.boards.keys()) {
        const own = [...kept.tags].filter(([, tag]) => tag.person === to && tag.board === board);
        own.sort(([, a], [, b]) => a.at - b.at || (tagKey(a.tag) < tagKey(b.tag) ? -1 : 1));
        for (const [name] of own.slice(tagLimits.perBoard)) kept.tags.delete(name);
      }
      give(kept.grants, from, to, ({ link }) => `${link} ${to}`);
      give(kept.memberships, from, to, ({ board }) => `${board} ${to}`);
      for (const [name, { board, person }] of kept.memberships)
        if (person === to && kept.boards.get(board)?.owner === to) kept.memberships.delete(name);
      for (const [name, session] of sessions)
        if (session.person.id === from) sessions.set(name, { ...session, ended: true });
    },
    async rename(person) {
      for (const [name, session] of sessions)
        if (session.person.id === person.id && !session.ended) sessions.set(name, { ...session, person });
    },
  };
};

const memoryAudit = (): AuditLog => {
  const records: AuditRecord[] = [];
  return {
    async append(record) {
      records.push(record);
    },
    async ofBoard(board, limit, before) {
      const own = records.filter((record) => record.board === board).sort((a, b) => b.at - a.at);
      const from = Number(before ?? 0);
      const events = own.slice(from, from + limit);
      return { events, next: own.length > from + limit ? String(from + limit) : undefined };
    },
  };
};

const memorySecrets = (): SecretRepository => {
  const secrets = new Map<string, Uint8Array>();
  return {
    async get(name) {
      const known = secrets.get(name) ?? randomBytes(32);
      secrets.set(name, known);
      return known;
    },
  };
};
