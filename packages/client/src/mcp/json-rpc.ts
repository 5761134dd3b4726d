/**
 * JSON-RPC 2.0 over lines (https://www.jsonrpc.org/specification): one message a line, as the stdio transport of the Model Context Protocol
 * has it.
 */

/** Letters of a line that is read at all. */
const mostLetters = 1024 * 1024;
/** Requests that are answered at a time; a peer that asks for more is refused, and not held in memory. */
const mostAtOnce = 32;

const codes = {
  parse: -32_700,
  request: -32_600,
  method: -32_601,
  params: -32_602,
  internal: -32_603,
  busy: -32_000,
} as const;

/** A request that is answered by an error. */
export class Refused extends Error {
  readonly code: number;
  constructor(code: keyof typeof codes, message: string) {
    super(message);
    this.code = codes[code];
  }
}

/** What is answered to each method. A request for another is refused. */
export type Methods = Readonly<Record<string, (params: unknown) => unknown>>;

type Id = string | number | null;

/** The lines of a stream, one by one; undefined for one that is too long, which is not kept. */
async function* linesOf(input: AsyncIterable<string>): AsyncGenerator<string | undefined> {
  let begun = '';
  let isTooLong = false;
  for await (const piece of input) {
    const [end = '', ...lines] = piece.split('\n');
    for (const [i, part] of [end, ...lines].entries()) {
      if (i > 0) {
        yield isTooLong ? undefined : begun;
        begun = '';
        isTooLong = false;
      }
      isTooLong ||= begun.length + part.length > mostLetters;
      begun = isTooLong ? '' : begun + part;
    }
  }
}

/** What is in a line; undefined where it is not JSON, which has no such value. */
const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

const errorOf = (error: unknown) =>
  error instanceof Refused
    ? { code: error.code, message: error.message }
    : { code: codes.internal, message: error instanceof Error ? error.message : String(error) };

/** Letters of a name that a request gives itself: it is said again in its answer. */
const mostIdLetters = 200;

const idOf = (value: unknown): Id | undefined =>
  (typeof value === 'string' && value.length <= mostIdLetters) || typeof value === 'number' ? value : undefined;

/**
 * Answers what comes in line by line, until it ends and all is answered. `write` is given one line at a time, without its end. `ready` is
 * waited for before the next line is heard: who does not read what is written is not heard any longer.
 */
export async function answerLines(
  input: AsyncIterable<string>,
  write: (line: string) => void,
  methods: Methods,
  ready: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const tell = (id: Id, answer: object): void => write(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
  const refuse = (id: Id, code: keyof typeof codes, message: string): void =>
    tell(id, { error: errorOf(new Refused(code, message)) });
  const answer = async (id: Id, name: string, params: unknown): Promise<void> => {
    try {
      const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
      if (method === undefined) throw new Refused('method', `There is no method ${name.slice(0, 100)}.`);
      tell(id, { result: await method(params) });
    } catch (error) {
      tell(id, { error: errorOf(error) });
    }
  };
  const hear = (message: unknown): void => {
    const { jsonrpc, id: given, method, params } = (message ?? {}) as Readonly<Record<string, unknown>>;
    const id = idOf(given);
    if (jsonrpc !== '2.0' || typeof method !== 'string') {
      // What answers us, and we ask nothing, is not answered.
      if (jsonrpc !== '2.0' || id === undefined) refuse(id ?? null, 'request', 'This is no request.');
      return;
    }
    if (id === undefined) {
      // Without a name it is a notification: none is needed here.
      if (given !== undefined)
        refuse(null, 'request', `The id of a request is a number, or a text of at most ${mostIdLetters} letters.`);
      return;
    }
    if (underWay.size >= mostAtOnce) {
      refuse(id, 'busy', 'Too much is asked at once. Wait for an answer first.');
      return;
    }
    const done = answer(id, method, params).finally(() => underWay.delete(done));
    underWay.add(done);
  };
  for await (const line of linesOf(input)) {
    await ready();
    const message = line === undefined ? undefined : parsed(line);
    if (message !== undefined) hear(message);
    else if (line !== '') refuse(null, 'parse', 'The line is too long, or not JSON.');
  }
  await Promise.all(underWay);
}
