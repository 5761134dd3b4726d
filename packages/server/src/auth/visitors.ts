import { guestOf } from './guest-names.ts';
import { guestTokens } from './guest-token.ts';
import type { Principal } from './hooks.ts';
import { newId } from './secrets.ts';

/** A person without a session who comes by a key, and what lets them come back as themselves. */
export interface Visitor {
  readonly visitor: Principal;
  readonly proof: string;
}

/**
 * Scripts and embeds that keep no cookies. Each is a person of their own: two behind one address with one program are two. One
 * that wants to go on as the same, to whom the Yjs client ids it wrote under belong, brings what it was given with its first
 * ticket. Nothing of them is stored.
 */
export interface Visitors {
  make(): Visitor;
  known(proof: string | undefined): Visitor | undefined;
}

export const createVisitors = (secret: Uint8Array, now: () => number): Visitors => {
  const tokens = guestTokens(secret, now, 'visitor');
  const visitor = (id: string): Principal => ({ id, ...guestOf(id), signedIn: false });
  return {
    make() {
      const name = newId();
      return { visitor: visitor(`visitor-${name}`), proof: tokens.make(name) };
    },
    known(proof) {
      const id = proof === undefined ? undefined : tokens.read(proof)?.id;
      // Told to go on with a fresh proof: that of a visitor who keeps coming does not run out.
      return id === undefined ? undefined : { visitor: visitor(id), proof: tokens.make(id.slice('visitor-'.length)) };
    },
  };
};
