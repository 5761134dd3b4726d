import type { IncomingHttpHeaders } from 'node:http';
import { pathToFileURL } from 'node:url';
import { cleanName, Failure, type Person, type Role, roles, type Touched } from '@gesso/crdt-schema';
import { ConfigError } from '../config/config.ts';
import type { AuditRecord } from '../stores/repositories.ts';
import { guestOf } from './guest-names.ts';
import { accountId, isColor } from './people.ts';

/** What is known about the sender of a request or an upgrade. */
export interface Caller {
  readonly headers: IncomingHttpHeaders;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly ip: string;
}

/** A person as the server knows them. Guests are not signed in: the holder of their cookie is taken for them. */
export interface Principal extends Person {
  readonly signedIn: boolean;
  /** They or the application they come from chose their color: it was not just given to them, and they keep it among others. */
  readonly colorChosen?: boolean | undefined;
  /** When the proof of who this is runs out, in milliseconds since 1970; their sockets end then. */
  readonly until?: number | undefined;
  /** Of a visitor, of whom nothing is stored: the link whose key they have shown. It gives what it gives as long as it is on. */
  readonly link?: string | undefined;
}

/** What a principal may do on a board. */
export interface Grant {
  readonly role: Role;
  /** Make the board when it does not exist yet; its id must match `[\w-]{1,64}`. */
  readonly create?: boolean | undefined;
  /** Link this comes from; turning it off ends the connection. */
  readonly link?: string | undefined;
  /** When it ends, in milliseconds since 1970. */
  readonly until?: number | undefined;
}

export interface UpdateContext {
  readonly board: string;
  readonly person: Person;
  readonly role: Role;
}

type Maybe<T> = T | null | undefined;

/**
 * What a host application may decide or watch. A module named by `HOOKS` exports a `Partial<Hooks>` as its default; what it
 * leaves out falls back to the built-in. A hook sees data, never the server; one that throws refuses.
 */
export interface Hooks {
  /** Who is this? Nothing means nobody we know. */
  authenticate(caller: Caller): Maybe<HostPrincipal> | Promise<Maybe<HostPrincipal>>;
  /** What may they do on this board? Nothing means: for them there is no such board. */
  authorize(principal: Principal, board: string): Maybe<Grant> | Promise<Maybe<Grant>>;
  /** Throw to refuse an update before it is applied. Runs for each update, so it has to be quick. */
  beforeUpdate?(update: Uint8Array, context: UpdateContext): void;
  /**
   * May they write or delete these parts of the board? Anything but true refuses. Asked for each update of one who may write, before
   * it is applied; without this hook nothing is looked up for those who may draw.
   */
  mayTouch?(touched: Touched, context: UpdateContext): boolean;
  onStored?(board: string, bytes: number): void;
  onBoardOpen?(board: string): void;
  onBoardClosed?(board: string): void;
  onAudit?(record: AuditRecord): void;
}

/** What a hook has thrown, as the refusal that it means. */
export const refusalOf = (error: unknown): Failure =>
  error instanceof Failure ? error : new Failure('FORBIDDEN', `hook: ${String(error)}`);

/** A principal as a host application gives it: only the id is needed. */
export type HostPrincipal = Pick<Person, 'id'> & Partial<Omit<Principal, 'id' | 'link'>>;

/** The hooks in use, and which of them are Gesso's own. */
export interface ActiveHooks extends Omit<Hooks, 'authenticate' | 'authorize'> {
  authenticate(caller: Caller): Promise<Principal | undefined>;
  authorize(principal: Principal, board: string): Promise<Grant | undefined>;
  /** An unknown sender may become a guest. */
  readonly guests: boolean;
  /** Links decide who may come in. */
  readonly links: boolean;
}

/** Loads the module of a host application. Throws `ConfigError`. */
export const loadHooks = async (file: string): Promise<Partial<Hooks>> => {
  const module: unknown = await import(pathToFileURL(file).href).catch((error: unknown) => {
    throw new ConfigError(`HOOKS names ${file}, which cannot be loaded: ${String(error)}.`);
  });
  const hooks: unknown = (module as { readonly default?: unknown }).default;
  if (typeof hooks !== 'object' || hooks === null) {
    throw new ConfigError(`HOOKS names ${file}, whose default export should be an object of hooks.`);
  }
  for (const [name, hook] of Object.entries(hooks)) {
    if (!Object.hasOwn(hookNames, name)) {
      const known = Object.keys(hookNames).join(', ');
      throw new ConfigError(`HOOKS names ${file}, which has a hook ${name}. There are ${known}.`);
    }
    if (typeof hook !== 'function') throw new ConfigError(`HOOKS names ${file}, whose ${name} should be a function.`);
  }
  return hooks;
};

/** Every hook: one that is missing here does not compile. */
const hookNames = {
  authenticate: true,
  authorize: true,
  beforeUpdate: true,
  mayTouch: true,
  onStored: true,
  onBoardOpen: true,
  onBoardClosed: true,
  onAudit: true,
} satisfies Record<keyof Hooks, true>;

/** Joins a host's hooks with the built-in ones. A host's answer is checked, and its errors refuse. */
export const activateHooks = (
  builtIn: Pick<Hooks, 'authenticate' | 'authorize'>,
  host: Partial<Hooks>,
): ActiveHooks => ({
  ...host,
  guests: host.authenticate === undefined,
  links: host.authorize === undefined,
  async authenticate(caller) {
    if (host.authenticate === undefined) return principalOf(await builtIn.authenticate(caller));
    const found = principalOf(await host.authenticate(caller));
    // A host that decides about boards as well keeps its own names. Where our links decide, nobody becomes one of our guests.
    return found === undefined || host.authorize !== undefined ? found : { ...found, id: accountId(found.id) };
  },
  async authorize(principal, board) {
    const grant = await (host.authorize ?? builtIn.authorize)(principal, board);
    if (grant === null || grant === undefined) return undefined;
    if (!roles.includes(grant.role)) throw new Failure('INTERNAL', `a hook gave the role ${String(grant.role)}`);
    return grant;
  },
});

const principalOf = (found: Maybe<HostPrincipal>): Principal | undefined => {
  if (found === null || found === undefined) return undefined;
  const { id, name, color, signedIn = true, colorChosen = true, until } = found;
  if (typeof id !== 'string' || id === '' || id.length > 200)
    throw new Failure('INTERNAL', 'a hook gave a principal without an id');
  const guest = guestOf(id);
  const ownColor = typeof color === 'string' && isColor(color) ? color : undefined;
  return {
    id,
    name: cleanName(typeof name === 'string' ? name : '') || guest.name,
    color: ownColor ?? guest.color,
    colorChosen: colorChosen === true && ownColor !== undefined,
    signedIn,
    ...(typeof until === 'number' && Number.isFinite(until) ? { until } : {}),
  };
};
