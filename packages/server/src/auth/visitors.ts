import { createHmac } from 'node:crypto';
import { guestOf } from './guest-names.ts';
import { guestTokens } from './guest-token.ts';
import type { Principal } from './hooks.ts';
import { newId, sameDigest } from './secrets.ts';

/** Carries who a visitor is: with the answer to a key that came without a session, and with what is asked from there. */
export const visitorHeader = 'gesso-visitor';

/** Carries what shows pictures where no header can be sent: as `?visitor=` of their addresses. */
export const picturesHeader = 'gesso-pictures';

/** What a proof is good for: all that its link gives, or no more than the board's pictures, which are asked for by address. */
export type ProofOf = 'link' | 'pictures';

/**
 * Scripts and embeds that keep no cookies. Each is a person of their own: two behind one address with one program are two. One
 * that wants to go on as the same, to whom the Yjs client ids it wrote under belong, brings what it was given with its first
 * ticket; it says by which link they came as well, so that the key is shown once. Nothing of them is stored.
 */
export interface Visitors {
  make(): Principal;
  /** The visitor a proof stands for, and the link by which they came; undefined when it proves nothing. */
  known(proof: unknown, of?: ProofOf): Principal | undefined;
  /** Lets a visitor come back as themselves by a link, for 30 days from now. */
  proof(visitor: Principal, link: string, of?: ProofOf): string;
}

export const createVisitors = (secret: Uint8Array, now: () => number): Visitors => {
  // Of kinds of their own: no part of what shows pictures is good for more.
  const tokens = { link: guestTokens(secret, now, 'visitor'), pictures: guestTokens(secret, now, 'pictures') };
  const visitor = (id: string): Principal => ({ id, ...guestOf(id), signedIn: false });
  /** HMAC-SHA-256, of which 192 bits are kept. */
  const seal = (claim: string, of: ProofOf): string =>
    createHmac('sha256', secret).update(`visitor ${of} `).update(claim).digest().subarray(0, 24).toString('base64url');
  return {
    make: () => visitor(`visitor-${newId()}`),
    known(proof, of = 'link') {
      const [token = '', link, sealed = ''] = typeof proof === 'string' ? proof.split('.', 3) : [];
      const name = /^\w+-(.+)$/.exec(tokens[of].read(token)?.id ?? '')?.[1];
      if (name === undefined) return undefined;
      const known = visitor(`visitor-${name}`);
      // Given by an older version: they are who they were, and that is all.
      if (link === undefined) return of === 'link' ? known : undefined;
      const isProven = sameDigest(Buffer.from(sealed), Buffer.from(seal(`${token}.${link}`, of)));
      return isProven ? { ...known, link } : undefined;
    },
    proof({ id }, link, of = 'link') {
      const claim = `${tokens[of].make(id.slice('visitor-'.length))}.${link}`;
      return `${claim}.${seal(claim, of)}`;
    },
  };
};
