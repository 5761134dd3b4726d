import * as Y from 'yjs';
import { open, put } from './helpers/board-page.ts';
import { comment, pin, said } from './helpers/comments.ts';
import { desk } from './helpers/context-menu.ts';
import { expect, test } from './helpers/test.ts';

test('a page that shows as deleted what another has said is told so, and begins anew with it when asked to', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url, desk);
  await put(ada, { kind: 'rect', x: 300, y: 220, width: 200, height: 110 });
  await comment(ada, 480, 240, 'Is this one step?');
  await expect(said(ada)).toHaveText('Comment sent');
  await ada.sees('saved');
  const ben = await open(browser, ada.address(), desk);
  await expect(pin(ben, /^Comment by/)).toBeVisible();
  await ben.sees('saved');
  const board = new URL(ada.address()).pathname.split('/').at(-1) ?? '';

  // What Ada's server showed to Ben before it was lost with her page: she had deleted it, and that is nowhere but in his copy.
  const stored = await ben.page.evaluate(
    async (id) => [...new Uint8Array(await (await fetch(`/api/boards/${id}/document`)).arrayBuffer())],
    board,
  );
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Uint8Array.from(stored));
  const before = Y.encodeStateVector(doc);
  const comments = doc.getMap('cm');
  for (const key of [...comments.keys()]) comments.delete(key);
  // Of his own there is something new as well: who has written nothing brings nothing.
  doc.getMap('el').set('element-0001', { t: 'r', x: 900, y: 500, z: 'a5', w: 80, h: 60 });
  const lost = [...Y.encodeStateAsUpdate(doc, before)];
  await ben.page.goto(`${server.url}/healthz`);
  await ben.page.evaluate(
    ([id, update]) =>
      new Promise<void>((resolve, reject) => {
        const asked = indexedDB.open(`gesso:${id}`);
        asked.onerror = () => reject(asked.error);
        asked.onsuccess = () => {
          const writing = asked.result.transaction(['updates'], 'readwrite');
          writing.objectStore('updates').add(new Uint8Array(update as number[]));
          writing.oncomplete = () => {
            asked.result.close();
            resolve();
          };
        };
      }),
    [board, lost] as const,
  );
  await ben.page.goto(ada.address());
  await ben.sees('saved');
  await expect(pin(ben, /^Comment by/)).toHaveCount(0);
  await expect(pin(ada, /^Comment by/)).toBeVisible();
  const toast = ben.page.getByText('left out when you came back');
  await expect(toast).toBeVisible({ timeout: 20_000 });
  await ben.page.getByRole('button', { name: 'Reload now' }).click();
  await expect(pin(ben, /^Comment by/)).toBeVisible();
  await ben.has(2);

  // Another reload shows the same: the old copy does not come back.
  await ben.page.reload();
  await ben.sees('saved');
  await expect(pin(ben, /^Comment by/)).toBeVisible();
  await ada.leave();
  await ben.leave();
});
