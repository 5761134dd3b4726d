/** Lends a server to all tests of a run. It is started when the first of them asks, and gone when all have ended. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';

/** Runs a program to its end, its output ours. Resolves with the exit code. */
const run = (command, args) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });

/**
 * What Vitest calls before the first test; what that returns is called after the last.
 * @param {string} name under which tests are given the address at which they ask for it
 * @param {(run: Function) => Promise<{ url: string, found: string, remove: () => Promise<void> }>} start
 */
export const lend = (name, start) => async (project) => {
  let started;
  const startAndTell = async () => {
    const lent = await start(run);
    console.log(lent.found);
    return lent;
  };
  const server = createServer(async (_request, response) => {
    started ??= startAndTell();
    try {
      response.end((await started).url);
    } catch (error) {
      response.writeHead(500).end(error instanceof Error ? error.message : String(error));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  project.provide(name, `http://127.0.0.1:${server.address().port}`);
  return async () => {
    server.close();
    server.closeAllConnections();
    await started?.then(
      ({ remove }) => remove(),
      () => undefined,
    );
  };
};
