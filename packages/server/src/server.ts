import { Server } from 'node:https';
import { fileURLToPath } from 'node:url';
import { type Hooks, loadHooks } from './auth/hooks.ts';
import type { Bus } from './bus/bus.ts';
import { openBus } from './bus/open.ts';
import type { Config, ConfigError } from './config/config.ts';
import { refuseInsecureExposure } from './config/insecure-exposure.ts';
import { keepCertificate, readCertificate } from './http/certificate.ts';
import { inUrl, openListeners } from './listeners.ts';
import { watchRevocations } from './maintenance/revocations.ts';
import { sweepRecords } from './maintenance/sweeps.ts';
import { sweepTrash } from './maintenance/trash.ts';
import { type Load, watchLoad } from './observe/event-loop-load.ts';
import { consoleLog, type Log } from './observe/log.ts';
import type { Whereabouts } from './observe/startup-message.ts';
import { createServices, type Services, type ServicesDeps } from './services/services.ts';
import type { Repositories } from './stores/repositories.ts';
import { openStorage, type Storage } from './stores/storage.ts';
import type { Store } from './stores/store.ts';

/** A server that listens. */
export interface RunningServer extends Whereabouts {
  /** Reads the certificate again, when the server has one. */
  reloadCertificate(): void;
  /** Resolves to why this server may not go on: a newer version has brought what is kept to another form. It is to be closed then. */
  readonly tooOld: Promise<ConfigError>;
  /** Takes nobody new, sends everybody away over `DRAIN_MS`, stores what is left and closes. Never rejects. */
  close(): Promise<void>;
}

/** What tests replace. */
export interface Overrides {
  readonly hooks?: Partial<Hooks>;
  readonly log?: Log;
  readonly store?: (store: Store) => Store;
  readonly client?: string;
  readonly idleMs?: number;
  readonly stalledMs?: number;
  readonly freeBytes?: () => number;
  readonly pictures?: ServicesDeps['pictures'];
  readonly repositories?: (repositories: Repositories) => Repositories;
  readonly load?: Load;
  /** What the clock of its machine says. */
  readonly now?: () => number;
  readonly bus?: (bus: Bus) => Bus;
}

const builtClient = fileURLToPath(new URL('../../canvas-app/dist', import.meta.url));

/** How often it is looked what other servers have stored of which no word came (ms). */
const headsEveryMs = 5_000;

/** How rooms get on with those of other servers. One server has a file to itself. */
const sharing = ({ databaseUrl }: Config, bus: Bus) => ({
  bus,
  headsEveryMs: databaseUrl === undefined ? undefined : headsEveryMs,
});

const guestSecretOf = ({ secrets }: Repositories, log: Log): Promise<Uint8Array | undefined> =>
  secrets.get('guests').catch((error) => {
    log.error({ err: error }, 'the secret for cookies of guests was not stored; they hold until the next start');
    return undefined;
  });

/** What a server does by itself from now on. Returns what stops each part of it. */
const beginWork = (services: Services, storage: Storage, placeOnBus: string): readonly (() => void)[] => {
  const { log, rooms } = services;
  storage.onReplaced(() => {
    log.warn({}, 'another database has taken the place of the one before: boards are loaded anew');
    // Not so with a replica, which is the same place.
    if (storage.place !== placeOnBus)
      log.warn(
        {},
        'it is no replica: servers that are started from now on do not hear this one. Please start this one anew.',
      );
    rooms.loadAnew();
  });
  return [
    sweepTrash(services),
    sweepRecords(services),
    services.texts.watch(),
    services.webhooks.begin(),
    watchRevocations({ ...services, changedElsewhere: storage.changedElsewhere }),
    services.ledger.stop,
  ];
};

/** Opens the data, builds the server and listens. Throws `ConfigError` with a sentence when that cannot be. */
export const startServer = async (config: Config, overrides: Overrides = {}): Promise<RunningServer> => {
  refuseInsecureExposure(config);
  const tls = config.tls === undefined ? undefined : readCertificate(config.tls);
  const log = overrides.log ?? consoleLog(config.logLevel);
  const hostHooks = overrides.hooks ?? (config.hooks === undefined ? {} : await loadHooks(config.hooks));
  const storage = await openStorage(config, (err, sentence) => log.warn({ err }, sentence), overrides.now);
  const load = overrides.load ?? watchLoad();
  let bus: Bus | undefined;
  try {
    const store = (overrides.store ?? ((same: Store) => same))(storage.store);
    const repositories = (overrides.repositories ?? ((same: Repositories) => same))(storage.repositories);
    const guestSecret = await guestSecretOf(repositories, log);
    const { place } = storage;
    bus = await openBus(config, { secrets: repositories.secrets, place, log });
    const joined = (overrides.bus ?? ((same: Bus) => same))(bus);
    const services = createServices({
      config,
      store,
      repositories,
      ...sharing(config, joined),
      hostHooks,
      log,
      load,
      idleMs: overrides.idleMs,
      now: storage.now,
      freeBytes: overrides.freeBytes,
      pictures: overrides.pictures,
      guestSecret,
    });
    const listeners = await openListeners({
      services,
      tls,
      client: overrides.client ?? builtClient,
      stalledMs: overrides.stalledMs,
    });
    const { app, port } = listeners;
    load.start();
    const stops = beginWork(services, storage, place);
    const secure = app.server instanceof Server ? app.server : undefined;
    const certificate =
      secure === undefined || config.tls === undefined ? undefined : keepCertificate(secure, config.tls, log);
    const scheme = config.tls === undefined ? 'http' : 'https';

    const shutDown = async (): Promise<void> => {
      listeners.drain();
      for (const stop of stops) stop();
      certificate?.stop();
      services.pictures.stop();
      await services.thumbnails.stop();
      await services.exports.stop();
      await services.texts.stop();
      await services.webhooks.stop();
      await services.rooms.drain(config.drainMs);
      await joined.close();
      await listeners.close();
      await services.repositories.stop();
      await store.close();
      load.stop();
      await storage.close();
    };
    let closing: Promise<void> | undefined;
    return {
      port,
      metricsUrl: listeners.metricsUrl,
      httpPort: listeners.httpPort,
      url: config.publicUrl ?? `${scheme}://${inUrl(config.host)}:${port}`,
      tooOld: storage.tooOld ?? new Promise(() => undefined),
      reloadCertificate: () => certificate?.reload(),
      close: () => {
        closing ??= shutDown().catch((error) => log.error({ err: error }, 'the server did not close cleanly'));
        return closing;
      },
    };
  } catch (error) {
    load.stop();
    await bus?.close();
    await storage.close();
    throw error;
  }
};
