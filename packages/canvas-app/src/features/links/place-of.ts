/** Letters of an address that are shown. */
const longest = 48;

/** An address as people read it: without its scheme, short. */
export const placeOf = (link: string): string => {
  const place = link.replace(/^(?:https?:\/\/(?:www\.)?|mailto:)/i, '').replace(/\/$/, '');
  return place.length > longest ? `${place.slice(0, longest - 1)}…` : place;
};
