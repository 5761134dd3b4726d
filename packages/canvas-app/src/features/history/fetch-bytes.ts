import { Failure } from '@gesso/crdt-schema';
import { failureOf } from '../../network/api.ts';
import { within } from '../../waiting.ts';

/** ms that a whole board may take to come. */
const boardTimeout = 60_000;

/** Bytes of an address of this site. Throws `Failure`. `signal` ends it. */
export async function fetchBytes(
  path: string,
  headers: Readonly<Record<string, string>> | undefined,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  try {
    return await within(
      boardTimeout,
      (async () => {
        const response = await fetch(path, {
          credentials: 'same-origin',
          ...(headers && { headers }),
          ...(signal && { signal }),
        });
        if (!response.ok) throw failureOf(response.status, await response.json().catch(() => undefined));
        return new Uint8Array(await response.arrayBuffer());
      })(),
    );
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof Failure ? error : new Failure('UNREACHABLE', String(error));
  }
}
