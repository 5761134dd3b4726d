export default { authorise: () => null };
