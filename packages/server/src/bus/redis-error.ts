/** What it means that Redis cannot be used. Its own words are never told: an old one repeats what it was sent, the password included. */

export interface RedisTrouble {
  readonly sentence: string;
  /** It will be no other when it is tried again: a setting is wrong. */
  readonly isLasting: boolean;
}

const lasting = (sentence: string): RedisTrouble => ({ sentence, isLasting: true });
const passing = (sentence: string): RedisTrouble => ({ sentence, isLasting: false });

const tooOld = (place: string): RedisTrouble =>
  lasting(`Redis on ${place} does not understand what Gesso says: Gesso needs Redis 7 or newer, or Valkey.`);

/** By the first word of what Redis answers. */
const answers: Readonly<Record<string, (place: string) => RedisTrouble>> = {
  WRONGPASS: (place) => lasting(`Redis on ${place} does not take the user and password of REDIS_URL: correct them.`),
  NOAUTH: (place) => lasting(`Redis on ${place} asks for a password: put it into REDIS_URL.`),
  NOPERM: (place) =>
    lasting(
      `The user of REDIS_URL may not hear, or not publish on, the channels of Gesso on ${place}: allow it (ACL SETUSER … resetchannels &gesso:* +hello +ping +select +publish +subscribe +unsubscribe).`,
    ),
  NOPROTO: tooOld,
  DENIED: (place) =>
    lasting(`Redis on ${place} lets nobody in from elsewhere without a password: set one, and put it into REDIS_URL.`),
  LOADING: (place) => passing(`Redis on ${place} is starting.`),
  MASTERDOWN: (place) => passing(`Redis on ${place} has lost its primary server.`),
};

/** By what Node calls it. */
const codes: Readonly<Record<string, (place: string) => RedisTrouble>> = {
  ENOTFOUND: (place) => passing(`The host of Redis (${place}) is not known: correct REDIS_URL, or start it.`),
  EAI_AGAIN: (place) => passing(`The host of Redis (${place}) cannot be looked up just now.`),
  ECONNREFUSED: (place) => passing(`Nothing listens where Redis should be (${place}): start it, or correct REDIS_URL.`),
};

const isAboutTls = (code: string, text: string): boolean =>
  /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO)/.test(code) || /certificate/i.test(text);

/** `place` is its host and port. */
export function redisTrouble(error: unknown, place: string): RedisTrouble {
  const text = error instanceof Error ? error.message : '';
  const { code } = (error ?? {}) as { readonly code?: unknown };
  const known = codes[String(code)] ?? answers[/^[A-Z]+(?= )/.exec(text)?.[0] ?? ''];
  if (known !== undefined) return known(place);
  if (/^ERR unknown command/i.test(text)) return tooOld(place);
  if (isAboutTls(String(code), text))
    return lasting(
      `The connection to Redis on ${place} cannot be encrypted, or it is not the one it says it is: correct REDIS_URL (rediss:// where it speaks TLS), or tell Node of its certificate (NODE_EXTRA_CA_CERTS).`,
    );
  return passing(`Redis on ${place} cannot be reached${typeof code === 'string' ? ` (${code})` : ''}.`);
}
