/** What the lines of a pasted text were understood as. Names are as printed, without control characters. */
export type PacketKind = "ike" | "esp" | "vxlan" | "fragment" | "fragmentation-needed" | "other";

/** Packets of one kind from one address to another. */
export type Flow = {
  kind: PacketKind;
  source: string;
  destination: string;
  /** Of UDP; null: none, or several. */
  destinationPort: number | null;
  count: number;
  /** Largest length printed; null: none was. */
  lengthMax: number | null;
};

/** Packets that IPsec dropped for one reason. */
export type Drop = {
  direction: "inbound" | "outbound";
  /** `IPsec ESP`, `IPsec SPD`, `IPsec SADB` or what else was printed. */
  droppedBy: string;
  source: string;
  destination: string;
  destinationPort: number | null;
  count: number;
};

/** One phase 1 association of `ikeadm dump p1`. */
export type PhaseOne = { local: string; remote: string; role: "initiator" | "responder"; state: string };

export type Capture = {
  flows: Flow[];
  drops: Drop[];
  phaseOnes: PhaseOne[];
  /** `ikeadm` could not talk to in.iked. */
  isIkeServiceDown: boolean;
  lineCount: number;
  /** Lines that were understood. */
  readCount: number;
  /** The text was longer than what is read of it. */
  isCut: boolean;
};
