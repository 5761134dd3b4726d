import type { Server as HttpServer } from 'node:http';
import type { Server as NetServer } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { type AppOptions, createApp, createOperatorApp } from './app.ts';
import { ConfigError } from './config/config.ts';
import type { SettingName } from './config/settings.ts';
import { createHttpsRedirect } from './http/https-redirect.ts';
import { cutDenied } from './plugins/address-lists.ts';
import { capConnections } from './quotas/connections.ts';

/** Every port of a server, listening. */
export interface Listeners {
  /** The public one. */
  readonly app: FastifyInstance;
  readonly port: number;
  readonly metricsUrl: string | undefined;
  readonly httpPort: number | undefined;
  /** From now on newcomers are told that the server is on its way out. */
  drain(): void;
  close(): Promise<void>;
}

/** Listens on the public port, and on those for metrics and for plain HTTP where they are set. Throws `ConfigError` when one of them cannot be had; then none is. */
export const openListeners = async (options: AppOptions): Promise<Listeners> => {
  const { services } = options;
  const { config } = services;
  const { host, port, httpPort, metricsHost, metricsPort } = config;
  const app = await createApp(options);
  const operator = metricsPort === undefined ? undefined : await createOperatorApp(services);
  const plain = httpPort === undefined ? undefined : createHttpsRedirect(config, () => portOf(app.server));
  if (plain !== undefined) {
    capConnections(plain, services.connections, services.overrun);
    cutDenied(plain, services);
  }

  const close = async (): Promise<void> => {
    await closed(plain);
    await app.close();
    // Last, so that a monitor sees the end coming.
    await operator?.close();
  };
  try {
    await listen((at) => app.listen(at), { host, port }, 'HOST', 'PORT');
    if (metricsPort !== undefined) {
      await listen(
        (at) => operator?.listen(at),
        { host: metricsHost, port: metricsPort },
        'METRICS_HOST',
        'METRICS_PORT',
      );
    }
    if (httpPort !== undefined)
      await listen((at) => listening(plain, at), { host, port: httpPort }, 'HOST', 'HTTP_PORT');
  } catch (error) {
    await close();
    throw error;
  }
  return {
    app,
    port: portOf(app.server),
    metricsUrl: operator === undefined ? undefined : `http://${inUrl(metricsHost)}:${portOf(operator.server)}/metrics`,
    httpPort: plain === undefined ? undefined : portOf(plain),
    drain() {
      app.draining = true;
      if (operator !== undefined) operator.draining = true;
    },
    close,
  };
};

/** An address as it stands in a URL that this machine can open. */
export const inUrl = (host: string): string => {
  if (['0.0.0.0', '::', '127.0.0.1'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
};

const portOf = (server: NetServer): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

interface Place {
  readonly host: string;
  readonly port: number;
}

const listening = (server: HttpServer | undefined, at: Place): Promise<void> =>
  new Promise((resolve, reject) => {
    server?.once('error', reject).listen(at, () => {
      server.off('error', reject);
      resolve();
    });
  });

const closed = (server: HttpServer | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (server?.listening !== true) resolve();
    else {
      server.close(() => resolve());
      server.closeAllConnections();
    }
  });

const listen = async (
  start: (at: Place) => unknown,
  at: Place,
  hostName: SettingName,
  portName: SettingName,
): Promise<void> => {
  try {
    await start(at);
  } catch (error) {
    const { host, port } = at;
    const code = (error as { readonly code?: unknown }).code;
    if (code === 'EADDRINUSE') {
      throw new ConfigError(
        `Port ${port} is already in use on ${host}. Stop what uses it, or set ${portName} to another one.`,
      );
    }
    if (code === 'EACCES') {
      throw new ConfigError(`Port ${port} may not be used by this user. Set ${portName} to one above 1023.`);
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new ConfigError(`${hostName} is ${host}, which is not an address of this machine.`);
    }
    throw error;
  }
};
