import { Failure, type Role } from '@gesso/crdt-schema';
import type { ReadonlySignal } from '@preact/signals-core';
import type { Api, ShareLink } from './api.ts';
import { linkMemory } from './enter.ts';

/** One link of the board; `url` is only known on the device that made it. */
export interface LinkRow {
  readonly id: string;
  readonly url: string | undefined;
}

/** What the share panel can ask for. Failures arrive as rejected promises of `Failure`. */
export interface Sharing {
  readonly address: ReadonlySignal<string>;
  links(): Promise<{ readonly edit: LinkRow | undefined; readonly view: LinkRow | undefined }>;
  make(role: 'editor' | 'viewer'): Promise<LinkRow>;
  turnOff(id: string): Promise<void>;
  rename(name: string): Promise<void>;
}

export interface SharingDeps {
  readonly api: Api;
  readonly storage: Parameters<typeof linkMemory>[0];
  readonly board: ReadonlySignal<string | undefined>;
  readonly address: ReadonlySignal<string>;
  /** Puts another path into the address bar, because the link in it was turned off or a new one was made. */
  readonly showAddress: (url: string) => void;
  readonly onRenamed: (name: string) => void;
}

export const openSharing = ({ api, storage, board, address, showAddress, onRenamed }: SharingDeps): Sharing => {
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
  return {
    address,
    async links() {
      const links = await api.links(current());
      return { edit: pick(links, 'editor'), view: pick(links, 'viewer') };
    },
    async make(role) {
      const link = await api.createLink(current(), role);
      linkMemory(storage, current()).remember(link);
      if (role === 'editor' && link.url !== undefined) showAddress(link.url);
      return { id: link.id, url: link.url };
    },
    async turnOff(id) {
      const url = linkMemory(storage, current()).urlOf(id);
      await api.revokeLink(current(), id);
      // The owner still gets in by the session; the dead key must not be passed on.
      if (url === address.peek()) showAddress(new URL(`/b/${current()}`, url).href);
    },
    async rename(name) {
      const person = await api.rename(name);
      onRenamed(person.name);
    },
  };
};
