import type { FleetFault } from "./fault.ts";

/** What stands in front of a node's shell and lets the client in. */
export type NodeFront = {
  readonly port: number;
  readonly fault: FleetFault | null;
  /** Brings what listens in line with both; open connections end when the node stops listening. */
  become(isPoweredOn: boolean, fault: FleetFault | null): Promise<void>;
  /** Also a node that is off has its port, so that it can come back there. */
  reservePort(): Promise<void>;
  /** Lets in these clients from its next connection on, and no others; OpenSSH public keys. */
  admit(publicKeys: readonly string[]): Promise<void>;
  /** Takes in what the node's files are now. */
  renewFiles(): Promise<void>;
  close(): Promise<void>;
};
