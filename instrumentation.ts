/** Starts the product with the server, and ends its streams and jobs with it. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { startProcess } = await import("./server/process.ts");
  await startProcess();
}
