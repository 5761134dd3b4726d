import { createHmac } from 'node:crypto';

/**
 * The header `gesso-signature` of a message: `t=<seconds since 1970>,v1=<hex>`, the HMAC-SHA256 of time, a dot and the body. The time is
 * signed as well, so that who has heard one message cannot send it again later.
 */
export const signatureOf = (secret: string, seconds: number, body: string): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
