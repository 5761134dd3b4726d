/** The type of a picture by its first bytes: the store keeps no others. */
const typeOf = (bytes: Uint8Array): string => (bytes[0] === 0x89 ? 'image/png' : 'image/webp');

/** A picture with its whole file as its address. */
export const dataUrl = (bytes: Uint8Array): string =>
  `data:${typeOf(bytes)};base64,${Buffer.from(bytes).toString('base64')}`;
