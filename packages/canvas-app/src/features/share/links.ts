import { Failure, type Role } from '@gesso/crdt-schema';
import type { ReadonlySignal } from '@preact/signals-core';
import { type Api, link as linkOf, object, person as personOf, type ShareLink } from '../../network/api.ts';
import { linkMemory, openedBy, pathOf } from '../../network/link-memory.ts';
import type { KeyValue } from '../../storage.ts';

/** One link of the board; `url` is only known on the device that made it. */
export interface LinkRow {
  readonly id: string;
  readonly url: string | undefined;
}

/** The links that are on, by what they let people do. */
export interface Links {
  readonly edit: LinkRow | undefined;
  readonly view: LinkRow | undefined;
}

/** What the share panel can ask for. Failures arrive as rejected promises of `Failure`. */
export interface Sharing {
  links(): Promise<Links>;
  make(role: 'editor' | 'viewer'): Promise<LinkRow>;
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

export const openSharing = ({ api, storage, id: board, address, showAddress, onRenamed }: SharingDeps): Sharing => {
  const current = (): string => {
    const id = board.peek();
    if (id === undefined) throw new Failure('UNREACHABLE', 'the board has no address yet');
    return id;
  };
  const row = (link: ShareLink | undefined): LinkRow | undefined =>
    link === undefined ? undefined : { id: link.id, url: link.url ?? linkMemory(storage, current()).urlOf(link.id) };
  /** Of several links with one role, the newest whose address is known here. */
  const pick = (links: readonly ShareLink[], role: Role): LinkRow | undefined => {
    const rows = links.filter((link) => link.role === role).map(row);
    return rows.filter((known) => known?.url !== undefined).at(-1) ?? rows.at(-1);
  };
  const links = (id = '') => `/api/boards/${encodeURIComponent(current())}/links${id}`;
  return {
    async links() {
      const json = await api.call('GET', links());
      const list = Array.isArray(json) ? json : object(json)['links'];
      const all = Array.isArray(list) ? list.map(linkOf) : [];
      return { edit: pick(all, 'editor'), view: pick(all, 'viewer') };
    },
    async make(role) {
      const link = linkOf(await api.call('POST', links(), { role }));
      const memory = linkMemory(storage, current());
      memory.remember(link);
      if (role === 'editor' && link.url !== undefined) {
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
