import type { Violation } from "../errors.ts";
import type { ImportNoun } from "./noun.ts";

/** One row of a file by column names: texts as a CSV has them, or JSON's own values. A column it lacks is absent. */
export type FileRow = {
  /** Line of the file on which it begins, counted from 1. */
  line: number;
  fields: ReadonlyMap<string, unknown>;
  /** What is wrong with the row before anybody reads its fields. */
  problems: readonly Violation[];
  /** Why the row is not taken over although nothing is wrong with it. */
  leftOutReason?: string;
};

export type ReadFile = {
  noun: ImportNoun;
  format: "csv" | "json" | "danube-cloud";
  /** What was recognised, as a sentence. */
  recognised: string;
  rows: readonly FileRow[];
  /** What of the file is not taken over, as sentences. */
  leftOut: readonly string[];
};

/** `problem`: the one sentence why nothing could be read. */
export type FileReading = { file: ReadFile; problem: null } | { file: null; problem: string };

export function unreadable(problem: string): FileReading {
  return { file: null, problem };
}
