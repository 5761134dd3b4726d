import type { Person } from '@gesso/crdt-schema';
import type {
  PersonRecord,
  SeenPerson,
  SessionRecord,
  SessionRepository,
  UnstoredSession,
} from '../stores/repositories.ts';
import { dayMs } from '../units.ts';
import { guestOf, isGuest } from './guest-names.ts';
import { guestTokens } from './guest-token.ts';
import type { Principal } from './hooks.ts';
import { shownId } from './people.ts';
import { digest, newId, newSessionToken } from './secrets.ts';

/** As long as browsers keep a cookie at most: a guest who comes back still owns their boards. */
export const sessionDays = 400;

/** Guests: a cookie stands for a person. Only a hash of it is kept, and that only once they have done something that lasts. */
export interface Sessions {
  /** Name of the cookie. With `secure`, browsers only take it from this very host over HTTPS. */
  readonly cookie: string;
  find(cookies: Cookies): Promise<Principal | undefined>;
  /** A new guest, and the secret for their cookie. Nothing is stored. */
  create(): { readonly principal: Principal; readonly token: string };
  /**
   * Remembers a guest from now on, when nothing is remembered of them yet, and calls `pay` before, which may throw. Does nothing for
   * anybody else.
   */
  keep(token: string | undefined, principal: Principal, pay: () => void): Promise<void>;
  /** Another name for a guest, or the color they have chosen. */
  update(principal: Principal): Promise<void>;
  /** A guest as the session of theirs that was seen last has them; undefined where none goes on, by which they could come back. */
  known(id: string): Promise<Principal | undefined>;
  /** What others may be told of a person who is away: the name of a session that goes on, else the one a guest was given. */
  person(id: string): Promise<Person | undefined>;
  /** When this person's sessions began and were last seen. */
  list(person: string, cookies: Cookies): Promise<readonly SessionRecord[]>;
  /** Another secret for the session in these cookies, whose old one is worth nothing from now on; undefined when there is none. */
  rotate(cookies: Cookies): Promise<{ readonly token: string; readonly person: string } | undefined>;
  /** The secret of one more session of a guest, in another browser. */
  another(principal: Principal): Promise<string>;
  /** A guest goes on as another person, who has from now on what was theirs; the guest's own cookies are worth nothing any more. */
  join(guest: Principal, to: string, cookies: Cookies): Promise<void>;
  /** What is kept of the secret in these cookies, by which it is found whether its session is over. */
  hashIn(cookies: Cookies): Uint8Array | undefined;
  /** Ends every session of a person. */
  end(person: string, cookies: Cookies): Promise<void>;
}

type Cookies = Readonly<Record<string, string | undefined>>;

export interface SessionsDeps {
  readonly repository: SessionRepository;
  /** What unstored guests' cookies are signed with. */
  readonly secret: Uint8Array;
  readonly secure: boolean;
  readonly now: () => number;
}

/** A guest of whom nothing is stored. */
const guest = (id: string): Principal => ({ id, ...guestOf(id), colorChosen: false, signedIn: false });

/** A guest as they are stored. */
const storedGuest = (known: PersonRecord): Principal => ({ ...known, colorChosen: hasChosen(known), signedIn: false });

/** Whether a guest chose their color. Where that was not stored yet, one that differs from the one given was chosen. */
const hasChosen = ({ id, color, colorChosen }: PersonRecord): boolean => colorChosen ?? color !== guestOf(id).color;

const seen = (id: string): SeenPerson => ({ id, shown: shownId(id) });

/** A cookie's value as a token, if it has the form of one. */
const tokenOf = (value: string | undefined): string | undefined =>
  value !== undefined && /^[\w-]{43}(?:[\w-]{9})?$/.test(value) ? value : undefined;

const hashOf = (token: string | undefined): Uint8Array | undefined => (token === undefined ? undefined : digest(token));

export const createSessions = ({ repository, secret, secure, now }: SessionsDeps): Sessions => {
  const cookie = secure ? '__Host-gesso' : 'gesso';
  const tokens = guestTokens(secret, now);
  const tokenIn = (cookies: Cookies): string | undefined => tokenOf(cookies[cookie]);
  const oldest = (): number => now() - sessionDays * dayMs;
  const look = (token: string) => repository.find(digest(token), now(), oldest());

  /** The guest a cookie proves, of whom nothing is stored. */
  const unstored = async (token: string | undefined) => {
    const claim = token === undefined ? undefined : tokens.read(token);
    return token !== undefined && claim !== undefined && (await look(token)) === undefined ? claim : undefined;
  };

  /** What there is to store of such a guest, so that it can be over. */
  const unstoredRow = async (token: string | undefined): Promise<UnstoredSession | undefined> => {
    const fresh = await unstored(token);
    if (token === undefined || fresh === undefined) return undefined;
    const { id, at } = fresh;
    return { tokenHash: digest(token), person: { id, ...guestOf(id), colorChosen: false }, at };
  };

  return {
    cookie,
    async find(cookies) {
      const token = tokenIn(cookies);
      if (token === undefined) return undefined;
      const known = await look(token);
      if (known === 'ended') return undefined;
      if (known !== undefined) return storedGuest(known);
      const id = tokens.read(token)?.id;
      return id === undefined ? undefined : guest(id);
    },
    create() {
      const name = newId();
      return { principal: guest(`guest-${name}`), token: tokens.make(name) };
    },
    async keep(token, { id, name, color, signedIn }, pay) {
      if (signedIn || token === undefined || tokens.read(token)?.id !== id) return;
      if ((await look(token)) !== undefined) return;
      pay();
      await repository.create(digest(token), { id, name, color, colorChosen: false }, now());
    },
    async update({ id, name, color, colorChosen = false }) {
      await repository.rename({ id, name, color, colorChosen });
    },
    async known(id) {
      const known = await repository.person(id, oldest());
      return known === undefined ? undefined : storedGuest(known);
    },
    person: async (id) => (await repository.person(id, oldest())) ?? (isGuest(id) ? { id, ...guestOf(id) } : undefined),
    async list(person, cookies) {
      const token = tokenIn(cookies);
      const stored = await repository.ofPerson(person, digest(token ?? ''));
      const fresh = await unstored(token);
      return fresh?.id === person ? [{ createdAt: fresh.at, seenAt: now(), current: true }, ...stored] : stored;
    },
    async rotate(cookies) {
      const before = tokenIn(cookies);
      if (before === undefined) return undefined;
      const token = newSessionToken();
      const person = await repository.rotate(digest(before), digest(token), now(), await unstoredRow(before));
      return person === undefined ? undefined : { token, person };
    },
    async another({ id, name, color, colorChosen = false }) {
      const token = newSessionToken();
      await repository.create(digest(token), { id, name, color, colorChosen }, now());
      return token;
    },
    async join({ id }, to, cookies) {
      const row = await unstoredRow(tokenIn(cookies));
      await repository.join(seen(id), seen(to), now(), row?.person.id === id ? row : undefined);
    },
    hashIn: (cookies) => hashOf(tokenIn(cookies)),
    async end(person, cookies) {
      const row = await unstoredRow(tokenIn(cookies));
      // Its end has to be stored, or the cookie would go on proving who it was made for.
      await repository.endAll(person, now(), row?.person.id === person ? row : undefined);
    },
  };
};
