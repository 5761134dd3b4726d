import { ConfigError, readConfig } from './config/config.ts';
import { startMemorySaver } from './engine/memory-saver.ts';
import { startupMessage } from './observe/startup-message.ts';
import { startServer } from './server.ts';

// What is written belongs to its user alone: boards, and the hashes of what opens them.
process.umask(process.umask() | 0o077);

try {
  const config = readConfig();
  const server = await startServer(config);
  startMemorySaver();
  const stop = (): void => {
    server.close().then(() => process.exit(0));
  };
  server.tooOld.then(async ({ message }) => {
    process.stderr.write(`${message}\n`);
    await server.close();
    process.exit(1);
  });
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Without a certificate the signal keeps its meaning: the terminal is gone, and so is the server.
  if (config.tls !== undefined) process.on('SIGHUP', () => server.reloadCertificate());

  process.stdout.write(`${startupMessage(config, server)}\n`);
} catch (error) {
  const known = error instanceof ConfigError;
  process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
