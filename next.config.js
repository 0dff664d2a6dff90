const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
];

/** The content security policy is not here: it carries a nonce per request, so the proxy sets it. */
/** @type {import("next").NextConfig} */
const nextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  agentRules: false,
  devIndicators: false,
  // A file to import may have 20 MB, which as JSON text are up to twice as many; more would be cut off.
  experimental: { proxyClientMaxBodySize: "44mb" },
  // These load WebAssembly, native or dynamic parts from their own folders, which bundling would break.
  serverExternalPackages: [
    "@electric-sql/pglite",
    "drizzle-orm",
    "nodemailer",
    "pg",
    "pg-boss",
    "pino",
    "ssh2",
  ],
  rewrites: async () => [{ source: "/metrics", destination: "/api/metrics" }],
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
};

export default nextConfig;
