import { Failure } from '@gesso/crdt-schema';
import type { ReadonlySignal } from '@preact/signals-core';
import { type Api, link as linkOf, object } from '../../network/api.ts';
import { linkMemory, openedBy, pathOf } from '../../network/link-memory.ts';
import type { KeyValue } from '../../storage.ts';

/** One link of the board; `url` is only known on the device that made it. */
export interface LinkRow {
  readonly id: string;
  readonly url: string | undefined;
}

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

/** A link beside the two that every board has. */
export interface OtherLink extends LinkRow, Omit<LinkTerms, 'password'> {
  readonly role: LinkRole;
  readonly hasPassword: boolean;
  /** How many people came by it. */
  readonly uses: number;
}

/** The links that are on: one each for what people may do, and those of other terms. */
export interface Links {
  readonly edit: LinkRow | undefined;
  readonly view: LinkRow | undefined;
  readonly others: readonly OtherLink[];
}

/** What the share panel can ask for. Failures arrive as rejected promises of `Failure`. */
export interface Sharing {
  links(): Promise<Links>;
  make(role: LinkRole, terms?: LinkTerms): Promise<LinkRow>;
  turnOff(id: string): Promise<void>;
  /** Makes a copy of the board as it is now, and returns the address by which others look at it. */
  freeze(): Promise<string>;
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

const isPlain = ({ label, expiresAt, hasPassword, maxUses }: OtherLink): boolean =>
  label === '' && expiresAt === undefined && !hasPassword && maxUses === undefined;

/** The terms of a link as the server is asked for them. */
const asked = ({ label, expiresAt, password, maxUses }: LinkTerms) => ({
  ...(label === '' ? {} : { label }),
  ...(expiresAt === undefined ? {} : { expiresAt }),
  ...(password === '' ? {} : { password }),
  ...(maxUses === undefined ? {} : { maxUses }),
});

export const openSharing = ({ api, storage, id: board, address, showAddress }: SharingDeps): Sharing => {
  const current = (): string => {
    const id = board.peek();
    if (id === undefined) throw new Failure('UNREACHABLE', 'the board has no address yet');
    return id;
  };
  const read = (value: unknown): OtherLink => {
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
  const pick = (links: readonly OtherLink[], role: LinkRole): OtherLink | undefined => {
    const plain = links.filter((link) => link.role === role && isPlain(link));
    return plain.filter(({ url }) => url !== undefined).at(-1) ?? plain.at(-1);
  };
  const links = (id = '') => `/api/boards/${encodeURIComponent(current())}/links${id}`;
  return {
    async links() {
      const json = await api.call('GET', links());
      const list = Array.isArray(json) ? json : object(json)['links'];
      const all = Array.isArray(list) ? list.map(read) : [];
      const [edit, view] = [pick(all, 'editor'), pick(all, 'viewer')];
      return { edit, view, others: all.filter(({ id }) => id !== edit?.id && id !== view?.id) };
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
      return { id: link.id, url: link.url };
    },
    async turnOff(id) {
      const memory = linkMemory(storage, current());
      const url = memory.urlOf(id);
      await api.call('DELETE', links(`/${encodeURIComponent(id)}`));
      if (url !== undefined && pathOf(url) === memory.urlOf(openedBy)) memory.remember({ id: openedBy, url: '' });
      // The owner still gets in by the session; the dead key must not be passed on.
      if (url === address.peek()) showAddress(new URL(`/b/${current()}`, url).href);
    },
    async freeze() {
      const { board: copy, links: made } = object(
        await api.call('POST', `/api/boards/${encodeURIComponent(current())}/duplicate`),
      );
      const { edit, view } = object(made);
      const { url } = linkOf(view);
      if (url === undefined) throw new Failure('INTERNAL', 'the copy has no link');
      // The owner comes back to it from the list of their boards.
      const memory = linkMemory(storage, String(object(copy)['id']));
      for (const link of [linkOf(edit), linkOf(view)]) memory.remember(link);
      return url;
    },
  };
};
