import { type Parsed, parsed, unparsable } from "./parsed.ts";

export type VarpdValue = string | bigint | boolean | null | VarpdValue[] | VarpdObject;
/** Members in file order, duplicates included. */
export type VarpdObject = { members: [string, VarpdValue][] };

const DEPTH_MAX = 64;
const INTEGER_MAX = 2n ** 63n - 1n;
const ESCAPES: Record<string, string> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Blank, tab, carriage return, line feed. */
const BLANKS = [32, 9, 13, 10];
const STRING = /"([^"\\]*(?:\\[\s\S][^"\\]*)*)"/y;
const INTEGER = /-?\d+/y;

class SyntaxProblem extends Error {}

/**
 * JSON as the node's overlay daemon reads it: no fractions or exponents, leading zeros are decimal, `\u` takes decimal
 * digits up to 127, line ends may stand inside strings, NUL ends the input, text behind the value is ignored.
 */
export function parseVarpdJson(text: string): Parsed<VarpdValue> {
  try {
    return parsed(new VarpdReader(text).readDocument());
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    return unparsable(error.message);
  }
}

class VarpdReader {
  private position = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text.split("\0")[0] ?? "";
  }

  readDocument(): VarpdValue {
    const next = this.peek();
    if (next !== "{" && next !== "[") this.fail("an object was expected");
    return this.readValue(0);
  }

  private readValue(depth: number): VarpdValue {
    if (depth > DEPTH_MAX) this.fail("it is nested too deeply");
    const next = this.peek();
    if (next === "{") return this.readObject(depth);
    if (next === "[") return this.readArray(depth);
    if (next === '"') return this.readString();
    if (/[-\d]/.test(next)) return this.readInteger();
    if (this.takes("true")) return true;
    if (this.takes("false")) return false;
    if (this.takes("null")) return null;
    return this.fail("a value was expected");
  }

  private readObject(depth: number): VarpdObject {
    const members: [string, VarpdValue][] = [];
    this.take("{");
    if (this.peek() === "}") this.take("}");
    else {
      do {
        if (this.peek() !== '"') this.fail("a name in double quotes was expected");
        const name = this.readString();
        this.take(":");
        members.push([name, this.readValue(depth + 1)]);
      } while (this.peek() === "," && this.take(","));
      this.take("}");
    }
    return { members };
  }

  private readArray(depth: number): VarpdValue[] {
    const values: VarpdValue[] = [];
    this.take("[");
    if (this.peek() === "]") this.take("]");
    else {
      do values.push(this.readValue(depth + 1));
      while (this.peek() === "," && this.take(","));
      this.take("]");
    }
    return values;
  }

  private readString(): string {
    STRING.lastIndex = this.position;
    const body = STRING.exec(this.text)?.[1];
    if (body === undefined) return this.fail("a string does not end");
    this.position += body.length + 2;
    if (!body.includes("\\")) return body;
    return body.replaceAll(/\\(?:u(\d{4})|([\s\S]))/g, (_, code?: string, letter?: string) => {
      if (code !== undefined && Number(code) <= 127) return String.fromCharCode(Number(code));
      return ESCAPES[letter ?? ""] ?? this.fail("a string has an escape the node does not read");
    });
  }

  private readInteger(): bigint {
    INTEGER.lastIndex = this.position;
    const digits = INTEGER.exec(this.text)?.[0];
    if (digits === undefined) return this.fail("a number has no digits");
    this.position += digits.length;
    if (/[.eE]/.test(this.text[this.position] ?? "")) this.fail("a number has a fraction or an exponent");
    if (digits.length > 30) this.fail("a number is too large");
    const integer = BigInt(digits);
    if (integer > INTEGER_MAX || integer < -INTEGER_MAX - 1n) this.fail("a number is too large");
    return integer;
  }

  private peek(): string {
    while (BLANKS.includes(this.text.charCodeAt(this.position))) this.position += 1;
    return this.text[this.position] ?? "";
  }

  private take(character: string): boolean {
    if (this.peek() !== character) this.fail(`“${character}” was expected`);
    this.position += 1;
    return true;
  }

  private takes(word: string): boolean {
    if (!this.text.startsWith(word, this.position)) return false;
    this.position += word.length;
    return true;
  }

  private fail(problem: string): never {
    throw new SyntaxProblem(`${problem} at character ${this.position + 1}`);
  }
}
