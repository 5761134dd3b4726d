import { Failure } from '@gesso/crdt-schema';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { JwtConfig } from '../config/config.ts';
import type { Caller, HostPrincipal } from './hooks.ts';
import { accountId } from './people.ts';

/** The algorithms each kind of key may be used with. A token never chooses. */
const algorithms = { secret: ['HS256'], keys: ['RS256', 'PS256', 'ES256', 'EdDSA'] };

/**
 * Reads the signed-in person from a JSON Web Token: `Authorization: Bearer …`, or `?token=…` where a header cannot be set.
 * Claims: `sub` (required), `name`, `color`. No token gives undefined; a token that does not hold at `now` (ms since
 * 1970) throws `UNAUTHENTICATED`.
 */
export const jwtReader = (
  config: JwtConfig,
  now: () => number,
): ((caller: Caller) => Promise<HostPrincipal | undefined>) => {
  const checks = {
    ...(config.issuer === undefined ? {} : { issuer: config.issuer }),
    ...(config.audience === undefined ? {} : { audience: config.audience }),
    requiredClaims: ['sub', 'exp'],
  };
  const secret = config.secret === undefined ? undefined : new TextEncoder().encode(config.secret);
  const keys = config.jwksUrl === undefined ? undefined : createRemoteJWKSet(new URL(config.jwksUrl));

  const verify = async (token: string) => {
    // By the clock that ends its sockets: who is let in by another would be sent away at once, and come back.
    const checked = { ...checks, currentDate: new Date(now()) };
    if (secret !== undefined) return jwtVerify(token, secret, { ...checked, algorithms: algorithms.secret });
    if (keys !== undefined) return jwtVerify(token, keys, { ...checked, algorithms: algorithms.keys });
    throw new Failure('UNAUTHENTICATED');
  };

  return async (caller) => {
    const token = tokenOf(caller);
    if (token === undefined) return undefined;
    try {
      const { sub, exp, name, color } = (await verify(token)).payload;
      if (typeof sub !== 'string' || sub === '' || exp === undefined) throw new Failure('UNAUTHENTICATED');
      return {
        id: accountId(sub),
        signedIn: true,
        until: exp * 1000,
        ...(typeof name === 'string' ? { name } : {}),
        ...(typeof color === 'string' ? { color } : {}),
      };
    } catch (error) {
      throw error instanceof Failure ? error : new Failure('UNAUTHENTICATED', String(error));
    }
  };
};

const tokenOf = ({ headers, query }: Caller): string | undefined => {
  const header = /^Bearer ([\w.-]+)$/i.exec(headers.authorization ?? '')?.[1];
  const { token } = query;
  return header ?? (typeof token === 'string' ? token : undefined);
};
