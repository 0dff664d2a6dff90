import { EnvError, parseEnv } from "../env.ts";
import { isBuilt } from "./build.ts";
import { exitWith } from "./exit-with.ts";
import { loadEnvFile } from "./load-env-file.ts";
import { isPortFree } from "./port.ts";
import { hasEnded, spawnWebServer } from "./web-server.ts";

function readEnv() {
  try {
    return parseEnv({ ...process.env, NODE_ENV: "production" });
  } catch (error) {
    if (error instanceof EnvError) exitWith(error.message);
    throw error;
  }
}

loadEnvFile();
const config = readEnv();
if (!isBuilt()) exitWith("There is no build yet; run `npm run build` first.");
if (!(await isPortFree(config.PORT, config.HOST))) {
  exitWith(`Port ${config.PORT} is taken; end what listens there, or set PORT to another one.`);
}
const server = spawnWebServer({ port: config.PORT, address: config.HOST }, {});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => server.kill("SIGTERM"));
process.exitCode = await hasEnded(server);
