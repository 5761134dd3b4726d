import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { batch, frameMessages } from './frame-batch.ts';

test('frames of every length of header arrive as they were, also between ones that ws itself sends', async () => {
  const payloads = [0, 1, 125, 126, 127, 65_535, 65_536, 200_000].map((length) => new Uint8Array(length).fill(length));
  const server = new WebSocketServer({ port: 0, perMessageDeflate: false });
  server.on('connection', (peer, { socket }) => {
    peer.send('first');
    socket.write(frameMessages(payloads));
    peer.send('last');
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = new WebSocket(`ws://127.0.0.1:${port}`);
  const heard: string[] = [];
  await new Promise<void>((resolve) => {
    client.on('message', (data: Buffer, binary) => {
      heard.push(binary ? data.toString('hex') : data.toString());
      if (heard.length === payloads.length + 2) resolve();
    });
  });
  expect(heard).toEqual(['first', ...payloads.map((payload) => Buffer.from(payload).toString('hex')), 'last']);
  client.terminate();
  server.close();
});

test('what is shared is framed once', () => {
  const batched = batch([Uint8Array.of(1), Uint8Array.of(2, 3)]);
  expect([...batched.framed()]).toEqual([0x82, 1, 1, 0x82, 2, 2, 3]);
  expect(batched.framed()).toBe(batched.framed());
});
