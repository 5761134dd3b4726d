import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Server } from 'node:https';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { type Config, ConfigError } from '../config/config.ts';
import type { Log } from '../observe/log.ts';

type Files = NonNullable<Config['tls']>;

/** How often the files are looked at. Looking costs two stats; renewals replace links and folders, which a watch would miss. */
const lookEveryMs = 5_000;

/** Reads certificate and key and makes sure they fit together. Throws `ConfigError`. */
export const readCertificate = ({ cert, key }: Files): SecureContextOptions => {
  try {
    const options = { cert: readFileSync(cert), key: readFileSync(key), minVersion: 'TLSv1.2' } as const;
    createSecureContext(options);
    return options;
  } catch (error) {
    throw new ConfigError(
      `TLS_CERT and TLS_KEY (${cert}, ${key}) cannot be used: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
};

/** Keeps a server's certificate as new as its files. */
export interface Certificate {
  /** Takes the files as they are now; goes on with the old certificate when they do not hold. Connections stay. */
  reload(): void;
  stop(): void;
}

export const keepCertificate = (server: Pick<Server, 'setSecureContext'>, files: Files, log: Log): Certificate => {
  const reload = (): void => {
    try {
      server.setSecureContext(readCertificate(files));
      log.info({ event: 'tls.reload' }, 'the certificate was read again');
    } catch (error) {
      log.error({ err: error }, 'the new certificate cannot be used; the one before stays');
    }
  };
  const paths = [files.cert, files.key];
  for (const file of paths) watchFile(file, { interval: lookEveryMs, persistent: false }, reload);
  return {
    reload,
    stop() {
      for (const file of paths) unwatchFile(file, reload);
    },
  };
};
