import { parseArgs } from "node:util";
import { parseEspTransform } from "#server/domain/esp.ts";
import {
  type EncapsulatedPath,
  fragmentsOf,
  largestInnerMtuBytes,
  largestOverlayMtuBytes,
  outerBytes,
  smallestUnderlayMtuBytes,
  UNDERLAY_MTU_BYTES_MAX,
  UNDERLAY_MTU_BYTES_MIN,
} from "#server/domain/mtu.ts";
import { mtuLedger } from "#server/domain/mtu-ledger.ts";

/** RFC 791: every IPv4 link carries 68 bytes. */
const INNER_MTU_BYTES_MIN = 68;
const INNER_MTU_BYTES_MAX = 65_535;

class ArgumentError extends Error {}

/** Prints one JSON object; throws an `ArgumentError` worded for the person who typed the arguments. */
function answer(args: string[]): object {
  const values = readOptions(args);
  const path = readPath(values);
  const innerMtuBytesMax = largestInnerMtuBytes(path);
  const innerMtuBytes =
    values["inner-mtu"] === undefined
      ? innerMtuBytesMax
      : integerWithin("inner-mtu", values["inner-mtu"], INNER_MTU_BYTES_MIN, INNER_MTU_BYTES_MAX);
  return {
    innerMtuBytesMax,
    overlayMtuBytesMax: largestOverlayMtuBytes(path),
    innerMtuBytes,
    outerBytes: outerBytes(path, innerMtuBytes),
    fragments: fragmentsOf(path, innerMtuBytes),
    underlayMtuBytesMin: smallestUnderlayMtuBytes(path, innerMtuBytes),
    ledger: mtuLedger(path, innerMtuBytes),
  };
}

function readOptions(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        underlay: { type: "string" },
        esp: { type: "string" },
        mode: { type: "string", default: "transport" },
        outer: { type: "string", default: "ipv4" },
        "nat-t": { type: "boolean", default: false },
        "inner-vlan": { type: "boolean", default: false },
        "inner-mtu": { type: "string" },
      },
    }).values;
  } catch (error) {
    // Node's own text may run over several sentences; the first says what is wrong.
    const [sentence = "The arguments cannot be read"] = String(
      error instanceof Error ? error.message : error,
    ).split(/[.\n]/);
    throw new ArgumentError(`${sentence.replace("argument is ambiguous", "needs a value")}.`, {
      cause: error,
    });
  }
}

function readPath(values: ReturnType<typeof readOptions>): EncapsulatedPath {
  const mode = oneOf("mode", values.mode, ["transport", "tunnel"] as const);
  const outer = oneOf("outer", values.outer, ["ipv4", "ipv6"] as const);
  const underlayMtuBytes = integerWithin(
    "underlay",
    values.underlay,
    UNDERLAY_MTU_BYTES_MIN,
    UNDERLAY_MTU_BYTES_MAX,
  );
  const esp = values.esp === "none" ? null : parseEspTransform(values.esp ?? "");
  if (esp === null && values.esp !== "none") {
    throw new ArgumentError(
      "--esp must be none or a transform such as aes-cbc-128/sha512, aes-gcm-128, aes-ccm-128-8, chacha20-poly1305 or null/sha256.",
    );
  }
  if (esp === null && (values["nat-t"] || mode === "tunnel")) {
    throw new ArgumentError("--nat-t and --mode tunnel are about ESP and cannot go with --esp none.");
  }
  return {
    esp,
    mode,
    outer,
    natTraversal: values["nat-t"],
    innerVlan: values["inner-vlan"],
    underlayMtuBytes,
  };
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new ArgumentError(`--${name} must be ${allowed.join(" or ")}.`);
  return found;
}

function integerWithin(name: string, text: string | undefined, min: number, max: number): number {
  const value = /^[0-9]{1,6}$/.test(text ?? "") ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new ArgumentError(`--${name} must be a whole number of bytes from ${min} to ${max}.`);
}

try {
  console.log(JSON.stringify(answer(process.argv.slice(2)), null, 2));
} catch (error) {
  if (!(error instanceof ArgumentError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
