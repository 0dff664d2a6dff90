/** One node refresh as it is handed to the workers. */
export type RefreshJob = {
  nodeRefreshId: string;
  /** Nodes of one PDC share a limit; null: not read yet. */
  pdcName: string | null;
  /** How many of the PDC's nodes are read at once, over all processes; at most 64. */
  atOnceMax: number;
  /** Before everything that is not: a person waits. */
  isUrgent: boolean;
  delaySeconds: number;
};
