import { createClient } from '@redis/client';
import type { Timers } from '../timers.ts';
import type { Connection } from './lasting.ts';

/** How long it may take to be made (ms), and to be greeted over it: who accepts a connection may say nothing. */
const connectMs = 5_000;
const greetedMs = 8_000;

export interface RedisConnection extends Connection {
  /** Resolves to how many connections have heard it. */
  publish(channel: string, bytes: Buffer): Promise<number>;
  subscribe(channels: readonly string[]): Promise<void>;
  unsubscribe(channel: string): Promise<void>;
}

export interface RedisConnectionDeps {
  readonly url: string;
  /** What is heard from the first moment. */
  readonly channels: readonly string[];
  /** A channel that nobody hears: who may hear others may not have to be allowed to tell them something. */
  readonly tried: string;
  /** Never throws. */
  readonly onMessage: (bytes: Buffer) => void;
  readonly onEnd: (error: unknown) => void;
  readonly timers: Timers;
}

/** The driver, which is told to do by itself only what is done once: when it is lost, and what happens then, is decided in `lasting.ts`. */
const clientOf = (url: string) =>
  createClient({
    url,
    name: 'gesso',
    // One connection tells and hears.
    RESP: 3,
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: 'disabled',
    // A timer for each message would cost more than the message.
    commandOptions: { timeout: 0 },
    socket: { connectTimeout: connectMs, reconnectStrategy: false },
  });

/** Connects, and resolves when the channels are heard and something may be published. Rejects with what the driver says, in which the password may stand. */
export async function connectToRedis(deps: RedisConnectionDeps): Promise<RedisConnection> {
  const { url, channels, tried, onMessage, onEnd, timers } = deps;
  const client = clientOf(url);
  let isEnded = false;
  client.on('error', (error: unknown) => {
    if (!isEnded) onEnd(error);
  });
  const end = async (): Promise<void> => {
    isEnded = true;
    client.destroy();
  };
  const subscribe = (more: readonly string[]): Promise<void> => client.subscribe([...more], onMessage, true);
  const stop = timers.afterIdle(greetedMs, () => client.destroy());
  try {
    await client.connect();
    await subscribe(channels);
    await client.sendCommand(['PUBLISH', tried, '']);
  } catch (error) {
    await end();
    throw error;
  } finally {
    stop();
  }
  return {
    ask: () => client.sendCommand(['PING']),
    publish: (channel, bytes) => client.sendCommand<number>(['PUBLISH', channel, bytes]),
    subscribe,
    unsubscribe: (channel) => client.unsubscribe(channel, onMessage, true),
    end,
  };
}
