import { createHmac, timingSafeEqual } from 'node:crypto';
import { dayMs } from '../units.ts';

/** How long a guest who has done nothing that is stored is known by their cookie alone. */
export const unstoredDays = 30;
/** Bytes of each part: the guest's id, when they came (ms since 1970), and what proves both. */
const size = { id: 9, at: 6, proof: 24 } as const;

export interface GuestToken {
  /** Their id as a person: what they are and 12 characters, `guest-…`. */
  readonly id: string;
  readonly at: number;
}

/**
 * A cookie that says itself who its holder is, so that nothing has to be stored of a guest who only looks. It holds no secret
 * but its proof: HMAC-SHA-256 of the rest, of which 192 bits are kept. From the first write on the session is stored under its
 * hash like any other, and what the store says of it (renewed, ended) goes before what it says itself.
 */
export const guestTokens = (
  secret: Uint8Array,
  now: () => number,
  kind: 'guest' | 'visitor' | 'pictures' = 'guest',
) => {
  const proofOf = (claim: Uint8Array): Buffer =>
    createHmac('sha256', secret).update(kind).update(claim).digest().subarray(0, size.proof);
  return {
    /** `id`: 9 random bytes, base64url. */
    make(id: string): string {
      const claim = Buffer.alloc(size.id + size.at);
      claim.set(Buffer.from(id, 'base64url').subarray(0, size.id));
      claim.writeUIntBE(now(), size.id, size.at);
      return Buffer.concat([claim, proofOf(claim)]).toString('base64url');
    },
    /** Who it stands for; undefined when it proves nothing, or is too old for a guest that was never stored. */
    read(token: string): GuestToken | undefined {
      if (!/^[\w-]{52}$/.test(token)) return undefined;
      const bytes = Buffer.from(token, 'base64url');
      const claim = bytes.subarray(0, size.id + size.at);
      if (!timingSafeEqual(bytes.subarray(size.id + size.at), proofOf(claim))) return undefined;
      const at = claim.readUIntBE(size.id, size.at);
      if (now() - at > unstoredDays * dayMs) return undefined;
      return { id: `${kind}-${claim.subarray(0, size.id).toString('base64url')}`, at };
    },
  };
};
