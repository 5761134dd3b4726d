import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { Failure } from '@gesso/crdt-schema';

/** Each of these lets its holder in, so each has at least 128 bits of randomness and only its hash is stored. */
export const newKey = (): string => randomBytes(18).toString('base64url');
export const newSessionToken = (): string => randomBytes(32).toString('base64url');
export const newTicket = (): string => randomBytes(24).toString('base64url');

/** Names of things. A board's own id is part of what a stranger would have to guess (96 bits). */
export const newBoardId = (): string => randomBytes(12).toString('base64url');
export const newId = (): string => randomBytes(9).toString('base64url');

/** SHA-256. Enough for random secrets; passwords go through `hashPassword`. */
export const digest = (secret: string): Uint8Array => createHash('sha256').update(secret).digest();

export const sameDigest = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

const cost = { N: 16_384, r: 8, p: 1 } as const;

/** Characters of a password. A longer one would only be more to hash. */
export const passwordLength = 200;

/** Passwords that are hashed at a time, and that may wait for it: hashing takes the threads that files are read with. */
const hashing = { atOnce: 2, waiting: 32 } as const;
const queue: (() => void)[] = [];
let running = 0;

const turn = async (): Promise<void> => {
  if (running < hashing.atOnce) {
    running++;
    return;
  }
  if (queue.length >= hashing.waiting) throw new Failure('OVERLOADED', 'passwords');
  await new Promise<void>((resolve) => queue.push(resolve));
};
const done = (): void => {
  const next = queue.shift();
  if (next === undefined) running--;
  else next();
};

/** Off the event loop. Rejects with `OVERLOADED` when too many wait. */
const derive = async (password: string, salt: Uint8Array): Promise<Buffer> => {
  await turn();
  try {
    return await new Promise((resolve, reject) => {
      scrypt(password.normalize('NFC'), salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key)));
    });
  } finally {
    done();
  }
};

/** `salt.key`, both base64url, scrypt with N = 16384, r = 8, p = 1 (about 50 ms). */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(16);
  return `${salt.toString('base64url')}.${(await derive(password, salt)).toString('base64url')}`;
};

export const passwordMatches = async (password: string, stored: string): Promise<boolean> => {
  if (password.length > passwordLength) return false;
  const [salt = '', key = ''] = stored.split('.');
  return sameDigest(await derive(password, Buffer.from(salt, 'base64url')), Buffer.from(key, 'base64url'));
};
