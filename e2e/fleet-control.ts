import type { Stack } from "./stack.ts";

export type FleetNode = { name: string; address: string; port: number; hostKeyFingerprint: string };

/** Changes what the stand-in nodes say, as their administrator would. */
export class FleetControl {
  readonly #stack: Stack;

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  async #request(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(this.#stack.fleetControl + path, {
      method,
      headers: { authorization: `Bearer ${this.#stack.fleetToken}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return response.json();
  }

  async nodes(): Promise<FleetNode[]> {
    // The control answers in this shape, which its own tests hold.
    return ((await this.#request("GET", "/nodes")) as { nodes: FleetNode[] }).nodes;
  }

  /** NIC by tag, as the node has them now. */
  async nicTags(name: string): Promise<Record<string, string>> {
    const { state } = (await this.#request("GET", `/nodes/${name}`)) as {
      state: { nicTags: Record<string, string> };
    };
    return state.nicTags;
  }

  /** VMs as the node has them now. */
  async vms(name: string): Promise<unknown[]> {
    const { state } = (await this.#request("GET", `/nodes/${name}`)) as { state: { vms: unknown[] } };
    return state.vms;
  }

  async change(name: string, patch: Record<string, unknown>): Promise<void> {
    await this.#request("PATCH", `/nodes/${name}`, patch);
  }

  /** All nodes let in these clients and no others, as if somebody had written their authorized_keys. */
  async admit(clientPublicKeys: readonly string[]): Promise<void> {
    await this.#request("PUT", "/client-keys", { keys: clientPublicKeys });
  }

  async setFault(name: string, fault: string | null): Promise<void> {
    await this.#request("POST", `/nodes/${name}/fault`, { fault });
  }
}
