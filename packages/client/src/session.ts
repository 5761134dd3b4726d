import { Failure, type FailureCode, failures, type Role, roles } from '@gesso/crdt-schema';

/** How a program comes in. */
export interface ClientOptions {
  /** The password of the link. */
  readonly password?: string;
  /** The name others see. A guest's own until it is set. */
  readonly name?: string;
  /** A JSON Web Token, where the server knows accounts. */
  readonly token?: string;
  /** The `cookie` of an earlier client: to be the same person again, with what that one may do. */
  readonly cookie?: string;
}

/** One person at one server: what each request of theirs is sent with. */
export interface Session {
  readonly server: string;
  /** All cookies, to come back as the same person; a secret. Empty where the server has given none. */
  readonly cookie: string;
  /** Asks the server. Resolves with what it answered if that is no refusal; rejects with `Failure`, `UNREACHABLE` when nothing came in 30 s. */
  ask(method: string, path: string, body?: unknown): Promise<Response>;
}

/** How long an answer is waited for (ms). */
const patience = 30_000;

/** Why `fetch` has failed: it says so in what caused its error only. */
const causeOf = (error: unknown): string => String(error instanceof Error ? (error.cause ?? error) : error);

/** The failure that an answer tells of; `INTERNAL` where it tells of none that is known. */
async function failureIn(answer: Response): Promise<Failure> {
  const body: unknown = await answer.json().catch(() => undefined);
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
  const known = typeof code === 'string' && Object.hasOwn(failures, code);
  return new Failure(known ? (code as FailureCode) : 'INTERNAL', `HTTP ${answer.status}`);
}

/** Names and values of cookies, of which each may have terms behind it. */
const cookiesOf = (written: readonly string[]): Map<string, string> =>
  new Map(
    written.flatMap((one) => {
      const [, name, value] = /^\s*([^=;]+)=([^;]*)/.exec(one) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );

/** Makes the session of a program at a server. Nothing is asked yet. */
export function openSession(server: string, { token, cookie: known = '' }: ClientOptions): Session {
  const cookies = cookiesOf(known.split(/; */));
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return {
    server,
    get cookie() {
      return cookie();
    },
    async ask(method, path, body) {
      const headers = {
        // One that is kept open may be that of a server which has begun anew since: what it is asked then is lost.
        connection: 'close',
        ...(cookies.size === 0 ? {} : { cookie: cookie() }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      };
      const signal = AbortSignal.timeout(patience);
      const asked = { method, headers, signal, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      const answer = await fetch(`${server}${path}`, asked).catch((error: unknown) => {
        throw new Failure('UNREACHABLE', causeOf(error));
      });
      // A proxy on the way may set some of its own.
      for (const [name, value] of cookiesOf(answer.headers.getSetCookie())) cookies.set(name, value);
      if (!answer.ok) throw await failureIn(answer);
      return answer;
    },
  };
}

/** A property of an answer. Throws `INTERNAL` where it is not there: then the server is no Gesso, or one of another version. */
export async function told(answer: Response, name: string): Promise<unknown> {
  const body: unknown = await answer.json().catch(() => undefined);
  const value =
    typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>)[name] : undefined;
  if (value === undefined) throw new Failure('INTERNAL', `the answer has no ${name}`);
  return value;
}

/** Reads a role, the least there is from what is none. */
export const roleOf = (value: unknown): Role => roles.find((role) => role === value) ?? 'viewer';
