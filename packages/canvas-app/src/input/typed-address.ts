/** What a person means by an address without a scheme: a web page, or a mailbox. A port is no scheme. */
export const addressOf = (typed: string): string => {
  const text = typed.trim();
  if (/^(?:[a-z][a-z\d+.-]*:(?!\d)|[/#])/i.test(text)) return text;
  return /^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(text) ? `mailto:${text}` : `https://${text}`;
};
