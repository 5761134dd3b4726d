import { isIP } from 'node:net';
import { isLoopback, isPrivateHost } from './addresses.ts';
import { type Config, ConfigError } from './config.ts';

/** Whether people reach the server over HTTPS: cookies are then `Secure` and browsers are told to stay with it. */
export const isSecure = ({ tls, publicUrl }: Config): boolean =>
  tls !== undefined || publicUrl?.startsWith('https:') === true;

/**
 * Refuses to carry links and cookies over the Internet in the clear: throws `ConfigError` when the address people use is `http`
 * and not a private one, unless `ALLOW_INSECURE=1`. `HOST=0.0.0.0` without a public address stays possible, for a home network.
 */
export const refuseInsecureExposure = (config: Config): void => {
  const { publicUrl, host, allowInsecure } = config;
  refuseOpenMetrics(config);
  if (isSecure(config) || allowInsecure) return;
  if (publicUrl !== undefined && !isPrivateHost(new URL(publicUrl).hostname)) {
    throw new ConfigError(
      `PUBLIC_URL is ${publicUrl}: links and sessions would cross the Internet unencrypted. ` +
        'Use https (behind a proxy, or with TLS_CERT and TLS_KEY), or set ALLOW_INSECURE=1 if you know better.',
    );
  }
  if (publicUrl === undefined && isIP(host) !== 0 && !isWildcard(host) && !isPrivateHost(host)) {
    throw new ConfigError(
      `HOST is ${host}, a public address, and without TLS_CERT and TLS_KEY nothing is encrypted. ` +
        'Listen on 127.0.0.1 behind a proxy with https, or set ALLOW_INSECURE=1 if you know better.',
    );
  }
};

/** Metrics that others than this machine can ask for need the secret, in a private network too. */
const refuseOpenMetrics = ({ metricsPort, metricsHost, metricsToken }: Config): void => {
  if (metricsPort === undefined || metricsToken !== undefined) return;
  if (metricsHost === 'localhost' || isLoopback(metricsHost)) return;
  throw new ConfigError(
    `METRICS_HOST is ${metricsHost}, which others can reach: set METRICS_TOKEN as well, or listen on 127.0.0.1.`,
  );
};

/** Every address of this machine. */
export const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** What the operator should know about how the server can be reached; nothing when all is well. */
export const exposureWarning = (config: Config): string | undefined => {
  const { publicUrl, host, trustProxy, tls } = config;
  if (publicUrl?.startsWith('https:') === true && tls === undefined && trustProxy.length === 0) {
    return 'TRUST_PROXY is not set: everybody seems to come from the proxy, and shares one limit.';
  }
  if (isSecure(config) || !(isWildcard(host) || publicUrl !== undefined)) return undefined;
  return 'Not encrypted: fine at home, not on the Internet. For that see TLS in docs/operations.md.';
};
