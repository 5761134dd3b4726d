/** Lends one PostgreSQL to all tests of a run. It is started when the first of them asks, and gone when all have ended. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { startPostgres } from './postgres.mjs';

/** Runs a program to its end, its output ours. Resolves with the exit code. */
const run = (command, args) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });

const startAndTell = async () => {
  const postgres = await startPostgres(run);
  console.log(postgres.found);
  return postgres;
};

/** Called by Vitest before the first test. What it returns is called after the last. */
export default async function lendPostgres(project) {
  let started;
  const server = createServer(async (_request, response) => {
    started ??= startAndTell();
    try {
      response.end((await started).url);
    } catch (error) {
      response.writeHead(500).end(error instanceof Error ? error.message : String(error));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  project.provide('postgres', `http://127.0.0.1:${server.address().port}`);
  return async () => {
    server.close();
    server.closeAllConnections();
    await started?.then(
      ({ remove }) => remove(),
      () => undefined,
    );
  };
}
