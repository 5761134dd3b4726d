import { type LookupAddress, lookup } from 'node:dns';
import { type ClientRequest, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from '../config/addresses.ts';

/** How a message went: the status it was answered with; undefined where there was no answer. */
export type Posted = { readonly status: number } | { readonly status: undefined; readonly why: string };

/** How long an answer is waited for (ms), with all that it takes to get there. */
const patience = 10_000;

/** Looks a name up, and knows nothing of addresses that cannot be reached from the Internet. */
const lookupPublic: LookupFunction = (name, options, callback) => {
  lookup(name, { ...options, all: true }, (error: Error | null, found: LookupAddress[] | string) => {
    const all = typeof found === 'string' ? [] : found;
    const outside = all.filter(({ address }) => isPublicAddress(address));
    const [first] = outside;
    if (error !== null) callback(error, []);
    else if (first === undefined) callback(new Error(`${name} leads to no address of the Internet`), []);
    else if (options.all) callback(null, outside);
    else callback(null, first.address, first.family);
  });
};

/** Whether an address may be asked where anybody may. A name is looked at when it has been looked up. */
const mayAsk = ({ hostname }: URL): boolean => {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 || isPublicAddress(bare);
};

/** What is sent, and how. */
export interface Post {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** To an address that a stranger has named: only where the Internet leads to. */
  readonly anywhere: boolean;
  /** Gives it up. */
  readonly signal: AbortSignal;
}

/** Sends a body to an address and tells how it was answered; nothing of the answer is read. Never rejects, and settles in ten seconds. */
export const post = (url: URL, { body, headers, anywhere, signal }: Post): Promise<Posted> =>
  new Promise((resolve) => {
    const failed = (error: unknown) => resolve({ status: undefined, why: String(error) });
    if (anywhere && !mayAsk(url)) {
      failed(`${url.hostname} is no address of the Internet`);
      return;
    }
    const options: RequestOptions = {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      agent: false,
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
      ...(anywhere ? { lookup: lookupPublic } : {}),
    };
    const asked: ClientRequest = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, (answer) => {
      resolve({ status: answer.statusCode ?? 0 });
      // It may be of any length.
      answer.destroy();
    });
    asked.on('error', failed);
    // Who would rather speak another protocol is answered with nothing, and Node tells of no answer then.
    asked.on('upgrade', (_answer, socket) => socket.destroy());
    asked.on('close', () => failed('closed without an answer'));
    asked.end(body);
  });
