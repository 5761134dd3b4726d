import type { Page } from '@playwright/test';

/** Lets so many more people come to the board of a page, who have the link and stay as long as the page does. */
export const crowd = (page: Page, count: number): Promise<void> =>
  page.evaluate(async (count) => {
    const [board, key] = [location.pathname.split('/').pop(), new URLSearchParams(location.hash.slice(1)).get('k')];
    for (let client = 1; client <= count; client++) {
      // Without a cookie everybody who asks is a person of their own.
      const answer = await fetch(`/api/boards/${board}/ticket`, {
        method: 'POST',
        credentials: 'omit',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ key }),
      });
      const { ticket } = await answer.json();
      const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/sync/${board}?ticket=${ticket}`);
      await new Promise((resolve, reject) => {
        socket.onopen = resolve;
        socket.onerror = reject;
      });
      // One presence state, with nothing in it.
      socket.send(Uint8Array.of(1, 6, 1, client, 1, 2, 0x7b, 0x7d));
    }
  }, count);
