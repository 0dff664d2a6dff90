type Section = { key: string; exitCode: number | null; milliseconds: number | null };

const KILLED_STATUS = 137;
const COMMAND_MISSING_STATUS = 127;

/** How a command ended. */
export function sectionWords({ exitCode }: Pick<Section, "exitCode">): string {
  if (exitCode === null) return "cut off";
  if (exitCode === 0) return "fine";
  if (exitCode === KILLED_STATUS) return "took too long";
  return exitCode === COMMAND_MISSING_STATUS ? "not there" : `status ${exitCode}`;
}

export function sectionSeconds({ milliseconds }: Pick<Section, "milliseconds">): string {
  return milliseconds === null ? "–" : `${(milliseconds / 1000).toFixed(2)} s`;
}

export function slowestFirst<S extends Section>(sections: readonly S[]): S[] {
  return sections.toSorted((a, b) => (b.milliseconds ?? Infinity) - (a.milliseconds ?? Infinity));
}
