import { excerptOf, fold } from '@gesso/crdt-schema';
import {
  type BoardOrder,
  type BoardQuery,
  type BoardRecord,
  type BoardRepository,
  type BoardText,
  type LinkRecord,
  type ListedBoard,
  type Membership,
  type TextRepository,
  tagKey,
  type Visit,
} from '../../src/stores/repositories.ts';

export interface MemoryBoards {
  readonly boards: Map<string, BoardRecord>;
  readonly links: Map<string, LinkRecord>;
  readonly grants: Map<string, { readonly link: string; readonly person: string }>;
  readonly visits: Map<string, Visit>;
  readonly visit: (visit: Visit) => void;
  readonly memberships: Memberships;
  readonly tags: Tags;
  readonly texts: Map<string, BoardText & { readonly at: number }>;
  readonly stars: Set<string>;
}

/** Under the person, the board and the key. */
export type Tags = Map<
  string,
  { readonly person: string; readonly board: string; readonly tag: string; readonly at: number }
>;

export type Memberships = Map<string, { readonly board: string; readonly person: string; readonly role: Membership }>;

const compare: Readonly<Record<BoardOrder, (a: BoardRecord, b: BoardRecord) => number>> = {
  updated: (a, b) => b.updatedAt - a.updatedAt,
  created: (a, b) => b.createdAt - a.createdAt,
  title: (a, b) => {
    const [one, other] = [a.title.toLowerCase(), b.title.toLowerCase()];
    return Number(one > other) - Number(one < other);
  },
};

/** What a person has, chosen and in order, from where it goes on. */
const listOf = (
  { boards, visits, stars, tags }: MemoryBoards,
  person: string,
  { trashed, starred = false, tag, order = 'updated', after }: Omit<BoardQuery, 'limit'>,
): readonly ListedBoard[] => {
  const name = (board: string) => `${person} ${board}`;
  const [afterId] = after?.split(':') ?? [];
  const mine = [...boards.values()]
    .filter((board) => (starred ? stars.has(name(board.id)) : board.owner === person || visits.has(name(board.id))))
    .filter((board) => (board.deletedAt !== undefined) === trashed)
    .filter((board) => tag === undefined || tags.has(`${name(board.id)} ${tagKey(tag)}`))
    .sort((a, b) => compare[order](a, b) || (a.id < b.id ? -1 : 1));
  return mine.slice(mine.findIndex(({ id }) => id === afterId) + 1).map((board) => ({
    ...board,
    openedAt: visits.get(name(board.id))?.at,
    starred: stars.has(name(board.id)),
    tags: [...tags.values()]
      .filter((one) => one.person === person && one.board === board.id)
      .map((one) => one.tag)
      .sort((a, b) => (tagKey(a) < tagKey(b) ? -1 : 1)),
    place: `${board.id}:`,
  }));
};

export const memoryTexts = (kept: MemoryBoards): TextRepository => ({
  async keep(board, text, at) {
    if (kept.boards.has(board)) kept.texts.set(board, { ...text, at });
  },
  async pass(board, at) {
    if (kept.boards.has(board)) kept.texts.set(board, { text: '', folded: '', ...kept.texts.get(board), at });
  },
  async ofPerson(person, { words, limit, names = false, ...query }, isDue = async () => true) {
    const wanted = fold(words);
    const isNamed = ({ title }: { readonly title: string }) => wanted !== '' && fold(title).includes(wanted);
    const named = names ? listOf(kept, person, query).filter(isNamed) : [];
    const own = listOf(kept, person, query).filter((board) => !isNamed(board));
    const found = own.flatMap((board) => {
      const { text = '', folded = '' } = kept.texts.get(board.id) ?? {};
      const excerpt = excerptOf(text, folded, wanted, 120);
      return excerpt === undefined ? [] : [{ ...board, found: excerpt }];
    });
    const unread: string[] = [];
    for (const { id, updatedAt } of own)
      if ((kept.texts.get(id)?.at ?? 0) < updatedAt + 12_000 && (await isDue(id))) unread.push(id);
    return {
      boards: found.slice(0, limit),
      goesOn: found.length > limit,
      unread: wanted === '' ? [] : unread,
      stoppedAt: [],
      named: { boards: named.slice(0, limit), goesOn: named.length > limit },
    };
  },
});

export const memoryBoards = (kept: MemoryBoards): BoardRepository => {
  const { boards, links, grants, visits, visit, memberships, tags, texts, stars } = kept;
  const untag = (person: string | undefined, board: string): void => {
    for (const [name, tag] of tags)
      if (tag.board === board && (person === undefined || tag.person === person)) tags.delete(name);
  };
  return {
    async create(board, given) {
      if (boards.has(board.id)) throw new Error('there is a board of this id');
      boards.set(board.id, board);
      for (const link of given) links.set(link.id, link);
    },
    find: async (id) => boards.get(id),
    async ofPerson(person, { title = '', limit, ...query }) {
      const found = listOf(kept, person, query).filter((board) => fold(board.title).includes(fold(title)));
      return { boards: found.slice(0, limit), goesOn: found.length > limit };
    },
    async tag(person, board, given, at) {
      untag(person, board);
      if (!boards.has(board)) return;
      for (const tag of given) tags.set(`${person} ${board} ${tagKey(tag)}`, { person, board, tag, at });
    },
    async tagsOf(person) {
      const own = [...tags.values()].filter(
        (tag) => tag.person === person && boards.get(tag.board)?.deletedAt === undefined,
      );
      const counts = new Map<string, { readonly tag: string; readonly boards: number }>();
      for (const { tag } of own.sort((a, b) => a.at - b.at))
        counts.set(tagKey(tag), { tag, boards: (counts.get(tagKey(tag))?.boards ?? 0) + 1 });
      return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
    },
    async update(id, { title, updatedAt = 0, ownerDraws, previews }) {
      const board = boards.get(id);
      if (board === undefined) return;
      boards.set(id, {
        ...board,
        title: title ?? board.title,
        updatedAt: Math.max(board.updatedAt, updatedAt),
        ownerDraws: ownerDraws ?? board.ownerDraws,
        previews: previews ?? board.previews,
      });
    },
    async handOver(id, from, to) {
      const board = boards.get(id);
      if (board?.owner !== from) return false;
      boards.set(id, { ...board, owner: to, previews: false });
      memberships.delete(`${id} ${to}`);
      memberships.set(`${id} ${from}`, { board: id, person: from, role: 'editor' });
      return true;
    },
    async give(id, owner) {
      const board = boards.get(id);
      if (board !== undefined) boards.set(id, { ...board, owner, previews: false });
      memberships.delete(`${id} ${owner}`);
      return board !== undefined;
    },
    async trash(id, deletedAt) {
      const board = boards.get(id);
      if (board === undefined || board.deletedAt === 0) return false;
      boards.set(id, { ...board, deletedAt });
      return true;
    },
    async condemn(id, trashedAt) {
      const board = boards.get(id);
      if (board?.deletedAt !== trashedAt) return false;
      boards.set(id, { ...board, deletedAt: 0 });
      return true;
    },
    async trashedBefore(at) {
      return [...boards.values()]
        .filter(({ deletedAt }) => deletedAt !== undefined && deletedAt < at)
        .map(({ id }) => id);
    },
    async remove(id) {
      boards.delete(id);
      texts.delete(id);
      untag(undefined, id);
      for (const link of [...links.values()]) if (link.board === id) links.delete(link.id);
      for (const [name, { board }] of visits) if (board === id) visits.delete(name);
    },
    visit: async (person, board, at) => visit({ person, board, at }),
    async star(person, board, at) {
      if (at === undefined) stars.delete(`${person} ${board}`);
      else if (boards.has(board)) stars.add(`${person} ${board}`);
    },
    async leave(person, board) {
      const given = memberships.get(`${board} ${person}`)?.role;
      if (given === 'editor') memberships.delete(`${board} ${person}`);
      if (given === 'viewer' || given === 'commenter')
        memberships.set(`${board} ${person}`, { board, person, role: `at-most-${given}` });
      stars.delete(`${person} ${board}`);
      untag(person, board);
      visits.delete(`${person} ${board}`);
      for (const [name, grant] of grants)
        if (grant.person === person && links.get(grant.link)?.board === board) grants.delete(name);
    },
  };
};
