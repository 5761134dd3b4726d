import { decodeStateVector, encodeStateVectorFromUpdate } from 'yjs';
import { open } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';

/** Numbers as Yjs writes them: seven bits a byte. */
const number = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) | 128, ...number(Math.floor(value / 128))];
const word = (text: string): number[] => [text.length, ...new TextEncoder().encode(text)];

/** A sync step 2 with one record, written under another person's client id at a clock that is theirs to come. */
const forged = (client: number, clock: number, id: string): number[] => {
  const record = [118, 2, ...word('t'), 119, ...word('r'), ...word('x'), 125, 1];
  const struct = [0x28, 1, ...word('el'), ...word(id), 1, ...record];
  const update = [1, 1, ...number(client), ...number(clock), ...struct, 0];
  return [0, 1, ...number(update.length), ...update];
};

test('what a person drew while others took their client id is drawn again, and everybody gets it', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  await ada.draw([
    [300, 300],
    [420, 360],
    [600, 300],
  ]);
  await ada.sees('saved');
  const ben = await open(browser, ada.address());
  await ben.sees('saved');
  const board = new URL(ada.address()).pathname.split('/').at(-1) ?? '';

  const stored = await ben.page.evaluate(
    async (id) => [...new Uint8Array(await (await fetch(`/api/boards/${id}/document`)).arrayBuffer())],
    board,
  );
  // Ada is the only one who has drawn.
  const [own] = [...decodeStateVector(encodeStateVectorFromUpdate(Uint8Array.from(stored)))];
  if (own === undefined) throw new Error('nothing is stored');
  const [client, next] = own;

  await ada.context.setOffline(true);
  await ada.draw([
    [300, 500],
    [420, 560],
    [600, 500],
  ]);
  await ada.has(2);
  const drawn = await ada.elements();
  await ada.page.waitForFunction(() => window.gesso.status().sync === 'offline');
  // Her page is closed before she is back; what she drew is on her device.
  const address = ada.address();
  await ada.page.close();

  // Ben brings "history" of Ada, who is away, on a socket of his own. While she was there it would be left to her.
  await ben.has(1);
  await ben.page.waitForFunction(() => window.gesso.status().peers === 0);
  for (const clock of [next, next + 1])
    await ben.page.evaluate(
      async ([id, frame]) => {
        const socket = new WebSocket(`${window.location.origin.replace('http', 'ws')}/sync/${id}?gesso=1`);
        socket.binaryType = 'arraybuffer';
        await new Promise((resolve) => {
          socket.onopen = resolve;
        });
        const saved = new Promise<void>((resolve, reject) => {
          socket.onclose = ({ code, reason }) => reject(new Error(`${code} ${reason}`));
          socket.onmessage = ({ data }) => {
            if (new Uint8Array(data)[0] === 100) resolve();
          };
        });
        socket.send(new Uint8Array(frame as number[]));
        await saved;
        socket.close();
      },
      [board, forged(client, clock, `forged-00-${String(clock).padStart(2, '0')}`)] as const,
    );

  await ada.context.setOffline(false);
  const page = await ada.context.newPage();
  const begun: string[] = [];
  page.on('load', () => begun.push(page.url()));
  await page.goto(address);
  const lost = drawn[1]?.id ?? '';
  await ben.page.waitForFunction((id) => window.gesso.board.elements().some((element) => element.id === id), lost);
  const elements = () => page.evaluate(() => window.gesso.board.elements());
  await page.waitForFunction(() => window.gesso?.status().sync === 'saved');
  // It has begun once more by itself, on a fresh copy.
  expect(begun).toHaveLength(2);
  const wanted = drawn[1]?.points;
  expect(wanted).toBeDefined();
  for (const list of [await elements(), await ben.elements()])
    expect(list.find(({ id }) => id === lost)?.points).toEqual(wanted);

  // Another reload shows the same as everybody sees: the old copy does not come back.
  await page.reload();
  await page.waitForFunction(() => window.gesso?.status().sync === 'saved');
  const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id).sort();
  expect(ids(await elements())).toEqual(ids(await ben.elements()));
  await ada.context.close();
  await ben.leave();
});
