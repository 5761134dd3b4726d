import pino, { type DestinationStream } from 'pino';
import type { LogLevel } from '../config/settings.ts';

/** Where the server tells its operator something. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** Facts that are never written, wherever they stand. */
const secretNames = [
  'cookie',
  'set-cookie',
  'authorization',
  'ticket',
  'token',
  'key',
  'password',
  'keyHash',
  'gesso-visitor',
  'gesso-pictures',
];
const paths = secretNames.flatMap((name) =>
  ['', '*.', '*.*.'].map((above) => (/^\w+$/.test(name) ? above + name : `${above.replace(/\.$/, '')}["${name}"]`)),
);

/** Secrets as they stand in addresses, headers and messages. */
const inText =
  /\b(ticket|token|key|password|visitor|k)=[^&\s"'#]+|\b(Bearer|Basic) [\w.~+/=-]+|\b((?:__Host-)?gesso)=[\w-]{20,}/gi;

/** Text without the secrets in it. */
export const redactText = (text: string): string =>
  text.replace(inText, (found) => `${found.slice(0, found.search(/[= ]/) + 1)}[redacted]`);

const redactFacts = (facts: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, typeof value === 'string' ? redactText(value) : value]),
  );

const plainError = (error: unknown): unknown =>
  error instanceof Error ? redactText(error.stack ?? String(error)) : error;

/** One JSON object a line, on stderr: `time`, `level`, `message` and facts. Never holds keys, cookies, tickets or content. */
export const consoleLog = (
  level: LogLevel,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Log => {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'message',
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: redactFacts },
      serializers: { err: plainError },
      redact: { paths, censor: '[redacted]' },
    },
    destination,
  );
  return {
    info: (facts, message) => logger.info(facts, redactText(message)),
    warn: (facts, message) => logger.warn(facts, redactText(message)),
    error: (facts, message) => logger.error(facts, redactText(message)),
  };
};
