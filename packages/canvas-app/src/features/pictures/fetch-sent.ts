/** ms that the server's own of a picture may take to come. */
const fetchTimeout = 60_000;

/**
 * Has the server's own of a picture come to this device, which shows the file until the page is closed: it is kept for when there is no
 * server. Nobody waits for it, and nothing is told of it. `address`: undefined where it is nowhere.
 */
export async function fetchSent(address: string | undefined): Promise<void> {
  if (address === undefined || !('serviceWorker' in navigator)) return;
  try {
    const answer = await fetch(address, { priority: 'low', signal: AbortSignal.timeout(fetchTimeout) });
    await answer.blob();
  } catch {
    // It comes when it is shown the next time.
  }
}
