/** How much a test does: `usual` in `npm test`, `long` in `npm run test:long`. */
export const atLength = <T>(usual: T, long: T): T =>
  process.env["OVERMESH_TEST_LONG"] === "1" ? long : usual;
