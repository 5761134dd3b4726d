import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newFolder } from './server.ts';
import { freePort, goesOn } from './shell.ts';

const sample = readFileSync(new URL('../../../../docs/ops/cluster.nginx.conf', import.meta.url), 'utf8');

/**
 * nginx by the sample for several servers, of which addresses alone are others, and it waits `ms` where the sample waits for an answer.
 * Resolves with where it is reached.
 */
export const clusterProxy = async (program: string, ports: readonly number[], ms?: number): Promise<string> => {
  const folder = newFolder();
  const port = await freePort();
  const adapted = ports
    .reduce((text, at, n) => text.replace(`gesso${n + 1}:3000`, `127.0.0.1:${at}`), sample)
    .replace('listen 8080', `listen 127.0.0.1:${port}`)
    .replace('/var/log/nginx', folder)
    .replaceAll(/proxy_read_timeout \d+s/g, (same) => (ms === undefined ? same : `proxy_read_timeout ${ms}ms`));
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const conf = path.join(folder, 'nginx.conf');
  writeFileSync(path.join(folder, 'sample.conf'), adapted);
  writeFileSync(
    conf,
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr notice;
events { worker_connections 512; }
http {
  ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
  include ${folder}/sample.conf;
}
`,
  );
  await goesOn(program, ['-e', 'stderr', '-p', folder, '-c', conf], /event method/);
  return `http://127.0.0.1:${port}`;
};
