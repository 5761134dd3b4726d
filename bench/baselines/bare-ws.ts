import { type WebSocket, WebSocketServer } from 'ws';

/**
 * The least a relay can do: every frame goes, as it came, to every other socket. No document, no checks, no rights, no
 * storage, no batching and no acknowledgement.
 */
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (author: WebSocket) => {
  author.on('message', (frame) => {
    for (const other of server.clients) if (other !== author) other.send(frame);
  });
});
server.on('listening', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) console.log(`ws://127.0.0.1:${address.port}`);
});
