import type { Person } from '@gesso/crdt-schema';
import type { Principal } from '../hooks.ts';
import { guestOf } from '../person.ts';
import { digest, newId, newSessionToken } from '../secrets.ts';
import type { Records } from '../stores/records.ts';

/** As long as browsers keep a cookie at most: a guest who comes back still owns their boards. */
export const sessionDays = 400;
const dayMs = 24 * 60 * 60 * 1000;

/** Guests: a random cookie stands for a person. Only a hash of it is kept. */
export interface Sessions {
  /** Name of the cookie. With `secure`, browsers only take it from this very host over HTTPS. */
  readonly cookie: string;
  find(cookies: Readonly<Record<string, string | undefined>>): Promise<Principal | undefined>;
  /** A new guest, and the secret for their cookie. */
  create(): Promise<{ readonly principal: Principal; readonly token: string }>;
  update(person: Person): Promise<void>;
}

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
  };
};
