/** Who may import whom; the README's map says why. */
const PRODUCT = "^(app|components|server|db)/";

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "domain-is-pure",
      comment: "Decisions are functions from values to values.",
      severity: "error",
      from: { path: "^server/domain/", pathNot: "(\\.test\\.ts$|^server/domain/testing/)" },
      to: { pathNot: ["^server/domain/", "node_modules/(zod|ipaddr\\.js|papaparse)/"] },
    },
    {
      name: "domain-tests-stay-in-domain",
      severity: "error",
      from: { path: "^server/domain/.*\\.test\\.ts$" },
      to: { path: PRODUCT, pathNot: "^server/domain/" },
    },
    {
      name: "db-knows-the-domain-only",
      severity: "error",
      from: { path: "^db/" },
      to: { path: PRODUCT, pathNot: ["^db/", "^server/domain/"] },
    },
    {
      name: "adapters-do-not-know-the-database",
      severity: "error",
      from: { path: "^server/adapters/" },
      to: { path: PRODUCT, pathNot: ["^server/adapters/", "^server/domain/"] },
    },
    {
      name: "services-know-no-screen",
      severity: "error",
      from: { path: "^server/services/", pathNot: "\\.db\\.test\\.ts$" },
      to: {
        path: [
          "^(app|components)/",
          "^server/(trpc|cli|main|process)",
          "node_modules/(@trpc|next|react|react-dom)/",
        ],
      },
    },
    {
      name: "routers-are-thin",
      severity: "error",
      from: { path: "^server/trpc/routers/", pathNot: "\\.test\\.ts$" },
      to: {
        path: ["^db/", "^(app|components)/", "^server/(adapters|cli|main)", "node_modules/drizzle-orm/"],
      },
    },
    {
      name: "components-hold-no-rules",
      comment: "Components see the pure domain by value and the router's types only.",
      severity: "error",
      from: { path: "^components/" },
      to: {
        path: ["^(app|db|e2e)/", "^server/"],
        pathNot: "^server/domain/",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "components-types-from-the-root-router-only",
      severity: "error",
      from: { path: "^components/" },
      to: { path: ["^(app|db|e2e)/", "^server/"], pathNot: ["^server/domain/", "^server/trpc/root\\.ts$"] },
    },
    {
      name: "app-is-routes-only",
      severity: "error",
      from: { path: "^app/" },
      to: { path: ["^(db|e2e)/", "^server/(services|adapters|cli)/"] },
    },
    {
      name: "only-api-routes-see-main",
      severity: "error",
      from: { path: "^app/", pathNot: "^app/api/" },
      to: { path: "^server/main\\.ts$" },
    },
    {
      name: "journeys-see-the-product-from-outside",
      severity: "error",
      from: { path: "^e2e/" },
      to: { path: PRODUCT, pathNot: "^db/testing/" },
    },
    {
      name: "the-fleet-is-a-separate-program",
      severity: "error",
      from: { path: "^e2e/fleet/" },
      to: { path: PRODUCT },
    },
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["\\.next", "\\.data"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".json", ".css"],
    },
  },
};
