import { createHmac, timingSafeEqual } from 'node:crypto';
import { appendFile } from 'node:fs/promises';

/**
 * Own accounts behind Gesso: an intranet on the same domain signs its people in, and says who they are by a cookie `intranet`, which is
 * `<base64url of {"id","name","teams","until"}>.<HMAC-SHA256 of that, base64url>`. Boards of a team are named `team-<team>-<anything>`.
 * `docs/hooks.md` tells what each hook is for.
 */

const secret = process.env.INTRANET_SECRET ?? '';
if (secret.length < 32) throw new Error('INTRANET_SECRET should have 32 characters or more.');

const signatureOf = (facts) => createHmac('sha256', secret).update(facts).digest();

/** The person of a cookie, or undefined for none, a forged one or one that has run out. */
export function personIn(cookie = '') {
  const [facts = '', signature = ''] = cookie.split('.');
  const given = Buffer.from(signature, 'base64url');
  const right = signatureOf(facts);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  const person = JSON.parse(Buffer.from(facts, 'base64url').toString());
  return person.until > Date.now() ? person : undefined;
}

/** Teams by person, as the last cookie told: a hook that decides about boards is given the person alone. */
const teamsOf = new Map();

/** @type {Partial<import('../../packages/server/src/auth/hooks.ts').Hooks>} */
const hooks = {
  authenticate({ cookies }) {
    const person = personIn(cookies.intranet);
    if (person === undefined) return null;
    teamsOf.set(person.id, person.teams);
    return { id: person.id, name: person.name, until: person.until };
  },
  authorize({ id }, board) {
    const [, team] = /^team-([a-z]+)-[\w-]+$/.exec(board) ?? [];
    if (team === undefined) return null;
    // Whoever is of the team makes its boards by opening them; all others of the house may look.
    return teamsOf.get(id)?.includes(team) ? { role: 'editor', create: true } : { role: 'viewer' };
  },
  onAudit(record) {
    const file = process.env.INTRANET_AUDIT;
    if (file) appendFile(file, `${JSON.stringify(record)}\n`).catch((error) => console.error(error));
  },
};

export default hooks;
