/** The name in the fragment of an address, beside the key of the link, which no server sees. */
const name = 'comment';

/** The address of a page with a thread to open. */
export function linkTo(address: string, thread: string): string {
  const url = new URL(address);
  const fragment = new URLSearchParams(url.hash.slice(1));
  fragment.set(name, thread);
  url.hash = fragment.toString();
  return url.href;
}

/** The thread that an address asks for. */
export const threadIn = (hash: string): string | undefined => new URLSearchParams(hash.slice(1)).get(name) ?? undefined;
