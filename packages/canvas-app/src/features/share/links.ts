import { Failure } from '@gesso/crdt-schema';
import type { ReadonlySignal } from '@preact/signals-core';
import { type Api, link as linkOf, object, person as personOf } from '../../network/api.ts';
import { linkMemory, openedBy, pathOf } from '../../network/link-memory.ts';
import type { KeyValue } from '../../storage.ts';

/** One link of the board; `url` is only known on the device that made it. */
export interface LinkRow {
  readonly id: string;
  readonly url: string | undefined;
}

/** What a link lets people do who come by it. */
export type LinkRole = 'editor' | 'viewer';

/** What a link may have besides its role. */
export interface LinkTerms {
  /** What its maker calls it; '' for nothing. */
  readonly label: string;
  /** When it ends by itself, ms since 1970. */
  readonly expiresAt: number | undefined;
  /** '' for none. */
  readonly password: string;
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
  rename(name: string): Promise<void>;
}

export interface SharingDeps {
  readonly api: Api;
  readonly storage: KeyValue | undefined;
  /** The board's id. */
  readonly id: ReadonlySignal<string | undefined>;
  readonly address: ReadonlySignal<string>;
  /** Puts another path into the address bar, because the link in it was turned off or a new one was made. */
  readonly showAddress: (url: string) => void;
  readonly onRenamed: (name: string) => void;
}

const isPlain = ({ label, expiresAt, hasPassword }: OtherLink): boolean =>
  label === '' && expiresAt === undefined && !hasPassword;

/** The terms of a link as the server is asked for them. */
const asked = ({ label, expiresAt, password }: LinkTerms) => ({
  ...(label === '' ? {} : { label }),
  ...(expiresAt === undefined ? {} : { expiresAt }),
  ...(password === '' ? {} : { password }),
});

export const openSharing = ({ api, storage, id: board, address, showAddress, onRenamed }: SharingDeps): Sharing => {
  const current = (): string => {
    const id = board.peek();
    if (id === undefined) throw new Failure('UNREACHABLE', 'the board has no address yet');
    return id;
  };
  const read = (value: unknown): OtherLink => {
    const { id, role, label = '', expiresAt, uses, url } = linkOf(value);
    return {
      id,
      role: role === 'editor' ? role : 'viewer',
      label,
      uses,
      expiresAt: expiresAt === undefined ? undefined : Date.parse(expiresAt),
      hasPassword: object(value)['hasPassword'] === true,
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
    async rename(name) {
      const person = personOf(await api.call('PATCH', '/api/session', { name }));
      onRenamed(person.name);
    },
  };
};
