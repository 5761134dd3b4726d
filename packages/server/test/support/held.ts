import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Answer, Someone } from './person.ts';

/** A request of which the server has everything but its body. */
export interface HeldBack {
  /** Sends the body; resolves to the answer. */
  finish(): Promise<{ readonly status: number; readonly body: Answer }>;
}

/** Method, path and body. */
export type Asked = readonly [method: string, path: string, body: unknown];

/** Asks as a person, and keeps the body back. Resolves when the server has begun with what came: it has said to go on. */
export const heldBack = async (url: string, who: Someone, [method, path, body]: Asked): Promise<HeldBack> => {
  const bytes = body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
  const headers = {
    cookie: who.cookie,
    origin: url,
    expect: '100-continue',
    'content-type': body instanceof Uint8Array ? 'application/octet-stream' : 'application/json',
    'content-length': bytes.length,
  };
  const asked = request(`${url}${path}`, { method, headers, agent: false });
  const answered = once(asked, 'response');
  asked.flushHeaders();
  await Promise.race([once(asked, 'continue'), answered]);
  return {
    async finish() {
      asked.end(bytes);
      const [answer] = (await answered) as [IncomingMessage];
      const said = await text(answer);
      return { status: answer.statusCode ?? 0, body: JSON.parse(said === '' ? '{}' : said) as Answer };
    },
  };
};
