import { type LogLevel, logLevels } from './config.ts';
import type { Log } from './services.ts';

/** One JSON object a line on stderr: `time`, `level`, `message` and facts. Never holds keys, cookies, tickets or content. */
export const consoleLog = (level: LogLevel): Log => {
  const least = logLevels.indexOf(level);
  const write = (at: 'error' | 'warn' | 'info', facts: object, message: string): void => {
    if (logLevels.indexOf(at) > least || level === 'silent') return;
    const line = { time: new Date().toISOString(), level: at, message, ...facts };
    process.stderr.write(
      `${JSON.stringify(line, (_key, value: unknown) => (value instanceof Error ? (value.stack ?? String(value)) : value))}\n`,
    );
  };
  return {
    info: (facts, message) => write('info', facts, message),
    warn: (facts, message) => write('warn', facts, message),
    error: (facts, message) => write('error', facts, message),
  };
};
