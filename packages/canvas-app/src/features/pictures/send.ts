import { Failure } from '@gesso/crdt-schema';
import { failureOf, object } from '../../network/api.ts';

/** ms without a byte on its way, or without an answer to all of them, after which the server counts as out of reach. */
const stallTimeout = 60_000;

export interface Sending {
  /** Who sends it, where no cookie says so. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Ends it: the promise is rejected with `AbortError`. */
  readonly signal: AbortSignal;
  /** Told which part of the bytes, 0–1, is on its way. */
  onProgress(part: number): void;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Sends a picture. Resolves with the name that the server gave it; rejects with `Failure`. `fetch` tells of no progress. */
export const sendPicture = (
  address: string,
  file: Blob,
  { headers = {}, signal, onProgress }: Sending,
): Promise<string> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), stallTimeout);
    };
    const cancel = () => request.abort();
    signal.addEventListener('abort', cancel);
    request.upload.onprogress = ({ loaded, total }) => {
      wait();
      onProgress(total === 0 ? 0 : loaded / total);
    };
    request.onloadend = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      const body = parsed(request.responseText);
      const hash = object(body)['hash'];
      if (signal.aborted) reject(new DOMException('given up', 'AbortError'));
      else if (request.status === 0) reject(new Failure('UNREACHABLE'));
      else if (request.status !== 201 || typeof hash !== 'string') reject(failureOf(request.status, body));
      else resolve(hash);
    };
    request.open('POST', address);
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    wait();
    request.send(file);
  });
