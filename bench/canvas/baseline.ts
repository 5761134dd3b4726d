import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '../temporary.ts';

const folder = dirname(import.meta.dirname);

/** The part of Vite that is used. The client's own copy: the baseline is built as the client is. */
interface Vite {
  build(options: object): Promise<unknown>;
}

const vite = async (): Promise<Vite> => {
  const require = createRequire(join(folder, '../packages/canvas-app/package.json'));
  const loaded: Vite = await import(pathToFileURL(require.resolve('vite')).href);
  return loaded;
};

const types: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript' };

/** The baseline's page, built and served on this machine. */
export interface Baseline {
  readonly url: string;
  /** Sets the board that the page loads. */
  serve(update: Uint8Array): void;
  stop(): void;
}

export const startBaseline = async (): Promise<Baseline> => {
  const built = temporaryFolder();
  const out = built.path;
  await (await vite()).build({
    root: join(folder, 'baselines'),
    configFile: false,
    logLevel: 'warn',
    build: {
      target: 'es2022',
      outDir: out,
      emptyOutDir: true,
      rollupOptions: { input: join(folder, 'baselines/konva.html') },
    },
  });
  let board: Uint8Array = new Uint8Array();
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    try {
      const body = path === '/board.bin' ? board : readFileSync(join(out, path));
      response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/konva.html`,
    serve(update) {
      board = update;
    },
    stop() {
      server.close();
      server.closeAllConnections();
      built.remove();
    },
  };
};
