import type { Person } from '@gesso/crdt-schema';
import type { Principal } from '../hooks.ts';
import { guestOf } from '../person.ts';
import { digest, newId, newSessionToken } from '../secrets.ts';
import type { Records, SessionRecord } from '../stores/records.ts';

/** As long as browsers keep a cookie at most: a guest who comes back still owns their boards. */
export const sessionDays = 400;
const dayMs = 24 * 60 * 60 * 1000;

/** Guests: a random cookie stands for a person. Only a hash of it is kept. */
export interface Sessions {
  /** Name of the cookie. With `secure`, browsers only take it from this very host over HTTPS. */
  readonly cookie: string;
  find(cookies: Cookies): Promise<Principal | undefined>;
  /** A new guest, and the secret for their cookie. */
  create(): Promise<{ readonly principal: Principal; readonly token: string }>;
  update(person: Person): Promise<void>;
  /** When this person's sessions began and were last seen. */
  list(person: string, cookies: Cookies): Promise<readonly SessionRecord[]>;
  /** Another secret for the session in these cookies, which then ends; undefined when there is none. */
  rotate(cookies: Cookies): Promise<string | undefined>;
  /** Ends every session of a person. */
  end(person: string): Promise<void>;
}

type Cookies = Readonly<Record<string, string | undefined>>;

export const createSessions = (records: Records, secure: boolean, now: () => number): Sessions => {
  const cookie = secure ? '__Host-gesso' : 'gesso';
  return {
    cookie,
    async find(cookies) {
      const token = cookies[cookie];
      if (token === undefined || !/^[\w-]{43}$/.test(token)) return undefined;
      const person = await records.session(digest(token), now(), now() - sessionDays * dayMs);
      return person === undefined ? undefined : { ...person, signedIn: false };
    },
    async create() {
      const id = `guest-${newId()}`;
      const person = { id, ...guestOf(id) };
      const token = newSessionToken();
      await records.createSession(digest(token), person, now());
      return { principal: { ...person, signedIn: false }, token };
    },
    async update({ id, name, color }) {
      await records.updatePerson({ id, name, color });
    },
    list: (person, cookies) => records.sessionsOf(person, digest(cookies[cookie] ?? '')),
    async rotate(cookies) {
      const token = newSessionToken();
      return (await records.rotateSession(digest(cookies[cookie] ?? ''), digest(token))) ? token : undefined;
    },
    end: (person) => records.endSessions(person),
  };
};
