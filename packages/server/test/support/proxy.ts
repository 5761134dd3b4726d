import { writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { createServer } from 'node:https';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { newCertificate } from './certificate.ts';
import { afterThis, newFolder } from './server.ts';
import { goesOn, linesAt, programAt } from './shell.ts';

/**
 * A proxy with HTTPS on `port` that does what the sample for nginx in docs/operations.md says, in front of a server on `target`. `edited`: what
 * people who wrote theirs some other time have instead.
 */
export const sampleProxy = async (
  port: number,
  target: number,
  edited: (sample: string) => string = (same) => same,
): Promise<{ readonly ca: string }> => {
  const { cert, key } = newCertificate(1);
  const sample = edited(linesAt('proxy_pass').join('\n')).replace('127.0.0.1:3000', `127.0.0.1:${target}`);
  const nginx = programAt('nginx');
  if (nginx === undefined) await nodeProxy(sample, { port, target, cert, key });
  else await nginxProxy(nginx, sample, { port, cert, key });
  return { ca: cert };
};

interface Place {
  readonly port: number;
  readonly cert: string;
  readonly key: string;
}

const nginxProxy = async (program: string, sample: string, { port, cert, key }: Place): Promise<void> => {
  const folder = newFolder();
  writeFileSync(path.join(folder, 'cert.pem'), cert);
  writeFileSync(path.join(folder, 'key.pem'), key);
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const conf = path.join(folder, 'nginx.conf');
  writeFileSync(
    conf,
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr notice;
events { worker_connections 64; }
http {
  access_log off;
  ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${folder}/cert.pem;
    ssl_certificate_key ${folder}/key.pem;
    ${sample}
  }
}
`,
  );
  await goesOn(program, ['-e', 'stderr', '-p', folder, '-c', conf], /event method/);
};

/** The headers the sample sends on: those that came, and those it sets, by the variables of nginx. An empty one is left out. */
const headersBy = (sample: string, { headers, socket }: IncomingMessage): IncomingHttpHeaders => {
  const [host = ''] = (headers.host ?? '').split(':');
  const peer = socket.remoteAddress ?? '';
  const before = headers['x-forwarded-for'];
  const variables: Readonly<Record<string, string>> = {
    http_upgrade: headers.upgrade ?? '',
    http_connection: headers.connection ?? '',
    host,
    http_host: headers.host ?? '',
    proxy_add_x_forwarded_for: before === undefined ? peer : `${String(before)}, ${peer}`,
    scheme: 'https',
  };
  const set = [...sample.matchAll(/proxy_set_header (\S+) \$(\w+);/g)].map(([, name = '', variable = '']) => {
    const value = variables[variable];
    if (value === undefined) throw new Error(`the proxy does not know $${variable}`);
    return [name.toLowerCase(), value] as const;
  });
  // What nginx sends where the sample does not say otherwise.
  const all = { ...headers, connection: 'close', ...Object.fromEntries(set) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
};

const nodeProxy = async (
  sample: string,
  { port, target, cert, key }: Place & { readonly target: number },
): Promise<void> => {
  const ask = (incoming: IncomingMessage) =>
    request({
      host: '127.0.0.1',
      port: target,
      method: incoming.method,
      path: incoming.url,
      headers: headersBy(sample, incoming),
      agent: false,
    });
  const server = createServer({ cert, key }, (incoming, outgoing) => {
    const asked = ask(incoming);
    asked.on('response', (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    });
    asked.on('error', () => outgoing.destroy());
    incoming.pipe(asked);
  });
  server.on('upgrade', (incoming: IncomingMessage, near: Duplex, early: Buffer) => {
    const asked = ask(incoming);
    asked.on('upgrade', (reply, far, first) => {
      const lines = reply.rawHeaders.flatMap((name, n, all) => (n % 2 === 0 ? [`${name}: ${all[n + 1]}`] : []));
      near.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
      // The first frames may have come together with the answer.
      near.write(first);
      far.write(early);
      near.pipe(far).pipe(near);
      for (const end of [near, far]) end.on('error', () => [near, far].map((other) => other.destroy()));
    });
    // Refused before there is a socket.
    asked.on('response', ({ statusCode }) => {
      near.end(`HTTP/1.1 ${statusCode} Refused\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
    });
    asked.on('error', () => near.destroy());
    asked.end();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  afterThis(() => {
    server.closeAllConnections();
    server.close();
  });
};
