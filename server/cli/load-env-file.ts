import { existsSync } from "node:fs";

/** Reads `.env` where there is one; what the environment already has stays. */
export function loadEnvFile(): void {
  if (existsSync(".env")) process.loadEnvFile(".env");
}
