import { Failure } from '@gesso/crdt-schema';
import type { ReadonlySignal } from '@preact/signals-core';
import { readAddress } from '../../network/address.ts';
import { type Api, link as linkOf, object } from '../../network/api.ts';
import { linkMemory, openedBy, pathOf } from '../../network/link-memory.ts';
import { isPlain } from '../../network/plain-link.ts';
import type { KeyValue } from '../../storage.ts';

/** What a link lets people do who come by it. */
export const linkRoles = ['viewer', 'commenter', 'editor'] as const;
export type LinkRole = (typeof linkRoles)[number];

/** What a link may have besides its role. */
export interface LinkTerms {
  /** What its maker calls it; '' for nothing. */
  readonly label: string;
  /** When it ends by itself, ms since 1970. */
  readonly expiresAt: number | undefined;
  /** '' for none. */
  readonly password: string;
  /** How many people may come by it; undefined for any number. */
  readonly maxUses: number | undefined;
}

/** What is said when terms are chosen for a link. */
export interface LinkChoice extends LinkTerms {
  readonly role: LinkRole;
}

/** What of a link becomes another; null takes away. */
export type LinkChange = {
  readonly [Term in keyof LinkChoice]?: Exclude<LinkChoice[Term], undefined> | null;
};

/** A link of the board; `url` is only known on the device that made it. */
export interface BoardLink extends Omit<LinkChoice, 'password'> {
  readonly id: string;
  readonly url: string | undefined;
  readonly hasPassword: boolean;
  /** How many people came by it. */
  readonly uses: number;
}

/** The links that are on: one each for what people may do, and those of other terms. */
export interface Links {
  readonly edit: BoardLink | undefined;
  readonly view: BoardLink | undefined;
  readonly others: readonly BoardLink[];
  /** Whether pages of other sites may show boards of this server. */
  readonly embeds: boolean;
}

/** What the link by which a person came gives others. */
export interface CameBy {
  readonly role: LinkRole;
  /** ms since 1970. */
  readonly expiresAt: number | undefined;
  readonly hasPassword: boolean;
  readonly usedUp: boolean;
}

/** What a person who does not own a board is to know about passing it on. */
export interface OwnWay {
  /** Undefined where the address of the page lets nobody else in. */
  readonly cameBy: CameBy | undefined;
  /** Nobody but the owner draws at the moment. */
  readonly ownerDraws: boolean;
}

/** What the share panel can ask for. Failures arrive as rejected promises of `Failure`. */
export interface Sharing {
  links(): Promise<Links>;
  /** Makes a link and returns its id. */
  make(role: LinkRole, terms?: LinkTerms): Promise<string>;
  /** Gives a link other terms; its address stays. */
  change(id: string, change: LinkChange): Promise<void>;
  turnOff(id: string): Promise<void>;
  ownWay(): Promise<OwnWay>;
  /** Whether anyone is shown the board's name and picture where its address is passed on. */
  previews(): Promise<boolean>;
  showPreviews(shown: boolean): Promise<void>;
}

export interface SharingDeps {
  readonly api: Api;
  readonly storage: KeyValue | undefined;
  /** The board's id. */
  readonly id: ReadonlySignal<string | undefined>;
  readonly address: ReadonlySignal<string>;
  /** Puts another path into the address bar, because the link in it was turned off or a new one was made. */
  readonly showAddress: (url: string) => void;
}

/** Reads what the server says of the link by which a person came. */
function cameByOf(value: unknown): CameBy | undefined {
  const { role: name, expiresAt, hasPassword, usedUp } = object(value);
  const role = linkRoles.find((known) => known === name);
  if (role === undefined) return undefined;
  return {
    role,
    expiresAt: typeof expiresAt === 'string' ? Date.parse(expiresAt) : undefined,
    hasPassword: hasPassword === true,
    usedUp: usedUp === true,
  };
}

/** The terms of a link as the server is asked for them. */
const asked = ({ label, expiresAt, password, maxUses }: LinkTerms) => ({
  ...(label === '' ? {} : { label }),
  ...(expiresAt === undefined ? {} : { expiresAt }),
  ...(password === '' ? {} : { password }),
  ...(maxUses === undefined ? {} : { maxUses }),
});

/** What has to be sent so that a link has what was chosen for it. An empty password leaves the one it has; `withoutPassword` takes it away. */
export function changeOf(link: BoardLink, chosen: LinkChoice, withoutPassword = false): LinkChange {
  const { role, label, expiresAt, maxUses, password } = chosen;
  return {
    ...(role === link.role ? {} : { role }),
    ...(label === link.label ? {} : { label: label === '' ? null : label }),
    ...(expiresAt === link.expiresAt ? {} : { expiresAt: expiresAt ?? null }),
    ...(maxUses === link.maxUses ? {} : { maxUses: maxUses ?? null }),
    ...(withoutPassword ? { password: null } : password === '' ? {} : { password }),
  };
}

export const openSharing = ({ api, storage, id: board, address, showAddress }: SharingDeps): Sharing => {
  const current = (): string => {
    const id = board.peek();
    if (id === undefined) throw new Failure('UNREACHABLE', 'the board has no address yet');
    return id;
  };
  const read = (value: unknown): BoardLink => {
    const { id, role, label = '', expiresAt, uses, url } = linkOf(value);
    const { hasPassword, maxUses } = object(value);
    return {
      id,
      role: linkRoles.find((known) => known === role) ?? 'viewer',
      label,
      uses,
      expiresAt: expiresAt === undefined ? undefined : Date.parse(expiresAt),
      hasPassword: hasPassword === true,
      maxUses: typeof maxUses === 'number' ? maxUses : undefined,
      url: url ?? linkMemory(storage, current()).urlOf(id),
    };
  };
  /** Of several links with one role and no other terms, the newest whose address is known here. */
  const pick = (links: readonly BoardLink[], role: LinkRole): BoardLink | undefined => {
    const plain = links.filter((link) => link.role === role && isPlain(link));
    return plain.filter(({ url }) => url !== undefined).at(-1) ?? plain.at(-1);
  };
  /** Takes the key of a link out of the address bar and of what this browser opens the board by: the owner still gets in by the session. */
  const passOnNoMore = (id: string): void => {
    const memory = linkMemory(storage, current());
    const url = memory.urlOf(id);
    if (url !== undefined && pathOf(url) === memory.urlOf(openedBy)) memory.remember({ id: openedBy, url: '' });
    if (url === address.peek()) showAddress(new URL(`/b/${current()}`, url).href);
  };
  const at = (path = '') => `/api/boards/${encodeURIComponent(current())}${path}`;
  const links = (id = '') => at(`/links${id}`);
  return {
    async links() {
      const json = await api.call('GET', links());
      const list = Array.isArray(json) ? json : object(json)['links'];
      const all = Array.isArray(list) ? list.map(read) : [];
      const [edit, view] = [pick(all, 'editor'), pick(all, 'viewer')];
      return {
        edit,
        view,
        others: all.filter(({ id }) => id !== edit?.id && id !== view?.id),
        embeds: object(json)['embeds'] === true,
      };
    },
    async make(role, terms) {
      const link = linkOf(await api.call('POST', links(), { role, ...(terms === undefined ? {} : asked(terms)) }));
      const memory = linkMemory(storage, current());
      memory.remember(link);
      // Only what lets everybody draw, for good, stands in the address bar.
      if (role === 'editor' && terms === undefined && link.url !== undefined) {
        memory.remember({ id: openedBy, url: pathOf(link.url) });
        showAddress(link.url);
      }
      return link.id;
    },
    async change(id, change) {
      const changed = read(await api.call('PATCH', links(`/${encodeURIComponent(id)}`), change));
      if (changed.role !== 'editor' || !isPlain(changed)) passOnNoMore(id);
    },
    async turnOff(id) {
      await api.call('DELETE', links(`/${encodeURIComponent(id)}`));
      passOnNoMore(id);
    },
    async ownWay() {
      const board = object(await api.call('GET', at()));
      const { pathname, hash } = new URL(address.peek());
      const hasKey = readAddress(pathname, hash).key !== undefined;
      return { ownerDraws: board['ownerDraws'] === true, cameBy: hasKey ? cameByOf(board['link']) : undefined };
    },
    previews: async () => object(await api.call('GET', at()))['previews'] === true,
    async showPreviews(shown) {
      await api.call('PUT', at('/previews'), { shown });
    },
  };
};
