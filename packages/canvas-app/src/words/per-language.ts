/** Keeps what was made for a language: a formatter takes longer to be made than to be asked a hundred times. */
export const perLanguage = <T>(make: (language: string) => T): ((language: string) => T) => {
  const made = new Map<string, T>();
  return (language) => {
    const known = made.get(language) ?? make(language);
    made.set(language, known);
    return known;
  };
};
