import type { IkeRule } from "./facts.ts";
import { isIpAddress, isIpv6 } from "./ip-address.ts";
import { parseIpv4 } from "./ipv4.ts";
import { parseInteger, quoted } from "./parsed.ts";

type Transform = { method: string; encryption: string; hash: string; group: number };
type Token = { word: string; isString: boolean };

const NUMBERS = [
  "expire_timer",
  "retry_limit",
  "retry_timer_init",
  "retry_timer_max",
  "p1_lifetime_secs",
  "p1_nonce_len",
  "p2_lifetime_secs",
  "p2_softlife_secs",
  "p2_idletime_secs",
  "p2_lifetime_kb",
  "p2_softlife_kb",
  "p2_nonce_len",
];
const WORDS = [
  "cert_root",
  "cert_trust",
  "local_id_type",
  "ldap_server",
  "proxy",
  "socks",
  "pkcs11_path",
  "use_http",
  "ignore_crls",
];
const RULE_WORDS = [...WORDS, "local_id", "remote_id", "request_logic_name", "p1_mode"];
const METHODS = ["preshared", "rsa_sig", "rsa_encrypt", "dss_sig"];
const HASHES = ["md5", "sha", "sha1", "sha256", "sha384", "sha512"];
const CIPHER = /^(des|3des|blowfish|aes)(-cbc)?(\(\d+(\.\.\d+)?\))?$/;
const GROUPS = [1, 2, 3, 4, 5, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26];
const PFS_GROUPS = [0, ...GROUPS];

class ConfigProblem extends Error {}

/** Rules of ike.config. A file with a fault is refused by the node as a whole, so it has no rules, only problems. */
export function parseIkeConfig(text: string): { rules: IkeRule[]; problems: string[] } {
  try {
    return { rules: new IkeConfigReader(tokensOf(text)).readAll(), problems: [] };
  } catch (error) {
    if (!(error instanceof ConfigProblem)) throw error;
    return { rules: [], problems: [`ike/config: ${error.message}.`] };
  }
}

function fail(problem: string): never {
  throw new ConfigProblem(problem);
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [word, string] of text.matchAll(/#.*|\/\/.*|"([^"\n]*)"|[{}]|[^\s{}"]+|"/g)) {
    if (word === '"') fail("a quoted text does not end");
    if (string !== undefined) tokens.push({ word: string, isString: true });
    else if (!word.startsWith("#") && !word.startsWith("//")) tokens.push({ word, isString: false });
  }
  return tokens;
}

class IkeConfigReader {
  private position = 0;
  private readonly tokens: Token[];
  private lifetimeSeconds: number | null = null;
  private transform: Transform | null = null;
  private pfsGroup: number | null = null;

  constructor(tokens: Token[]) {
    this.tokens = tokens;
  }

  readAll(): IkeRule[] {
    const rules: IkeRule[] = [];
    for (let word = this.next(); word !== null; word = this.next()) {
      if (word === "{") rules.push(this.readRule());
      else if (word === "p1_xform") {
        const transform = this.readTransform();
        this.transform ??= transform;
      } else if (word === "p2_pfs") this.pfsGroup = this.readPfsGroup();
      else if (word === "p1_lifetime_secs") this.lifetimeSeconds = this.readNumber(word);
      else if (NUMBERS.includes(word)) this.readNumber(word);
      else if (WORDS.includes(word)) this.need(word);
      else fail(`${quoted(word)} is unknown here`);
    }
    return rules;
  }

  private readRule(): IkeRule {
    const addresses: Record<"local_addr" | "remote_addr", string[]> = { local_addr: [], remote_addr: [] };
    const seen = new Set<string>();
    let label: string | null = null;
    let transform: Transform | null = null;
    let pfsGroup: number | null = null;
    for (let word = this.need("a rule"); word !== "}"; word = this.need("a rule")) {
      if (["label", "p2_pfs"].includes(word) && seen.has(word)) fail(`${word} stands twice in a rule`);
      seen.add(word);
      if (word === "label") label = this.need(word);
      else if (word === "local_addr" || word === "remote_addr") addresses[word].push(this.readAddress());
      else if (word === "p1_xform") {
        const read = this.readTransform();
        transform ??= read;
      } else if (word === "p2_pfs") pfsGroup = this.readPfsGroup();
      else if (NUMBERS.includes(word)) this.readNumber(word);
      else if (RULE_WORDS.includes(word)) this.need(word);
      else fail(`${quoted(word)} is unknown in a rule`);
    }
    const [localAddress] = addresses.local_addr;
    const [remoteAddress] = addresses.remote_addr;
    const used = transform ?? this.transform;
    if (label === null) fail("a rule has no label");
    if (localAddress === undefined) fail(`rule ${quoted(label)} has no local address`);
    if (remoteAddress === undefined) fail(`rule ${quoted(label)} has no remote address`);
    if (!used) fail(`rule ${quoted(label)} has no transform`);
    return {
      label,
      localAddress,
      remoteAddress,
      authenticationMethod: used.method,
      encryptionAlgorithm: used.encryption,
      hashAlgorithm: used.hash,
      diffieHellmanGroup: used.group,
      perfectForwardSecrecyGroup: pfsGroup ?? this.pfsGroup,
      lifetimeSeconds: this.lifetimeSeconds,
    };
  }

  private readTransform(): Transform {
    if (this.next() !== "{") fail("p1_xform needs a “{”");
    const fields = new Map<string, string>();
    for (let word = this.need("p1_xform"); word !== "}"; word = this.need("p1_xform")) {
      if (!["auth_method", "oakley_group", "auth_alg", "encr_alg", "p1_lifetime_secs"].includes(word))
        fail(`${quoted(word)} is unknown in p1_xform`);
      if (fields.has(word)) fail(`${word} stands twice in p1_xform`);
      const bits = this.tokens[this.position + 1]?.word ?? "";
      fields.set(
        word,
        this.need(word) + (word === "encr_alg" && bits.startsWith("(") ? this.need(word) : ""),
      );
    }
    const method = fields.get("auth_method") ?? "";
    const hash = fields.get("auth_alg") ?? "";
    const encryption = fields.get("encr_alg") ?? "";
    const group = parseInteger(fields.get("oakley_group") ?? "", 1, 99) ?? 0;
    if (!METHODS.includes(method)) fail(`the authentication method ${quoted(method)} is unknown`);
    if (!HASHES.includes(hash)) fail(`the authentication algorithm ${quoted(hash)} is unknown`);
    if (!CIPHER.test(encryption)) fail(`the encryption algorithm ${quoted(encryption)} is unknown`);
    if (!GROUPS.includes(group))
      fail(`the Oakley group ${quoted(fields.get("oakley_group") ?? "")} is unknown`);
    return { method, encryption, hash, group };
  }

  /** Addresses, prefixes, masks and ranges, with or without blanks round "/" and "-". */
  private readAddress(): string {
    let text = this.need("an address");
    while (/[-/]$/.test(text) || /^[-/]/.test(this.tokens[this.position]?.word ?? ""))
      text += this.need("an address");
    const [address = "", second] = text.split(/[-/]/);
    const isIpv4 = parseIpv4(address) !== null;
    if (!isIpv4 && !isIpv6(address)) fail(`${quoted(text)} is no address`);
    const isPrefix = second === undefined || parseInteger(second, 0, isIpv4 ? 32 : 128) !== null;
    if (!isPrefix && !isIpAddress(second ?? "")) fail(`${quoted(text)} is no address range`);
    return text;
  }

  private readPfsGroup(): number {
    const group = this.readNumber("p2_pfs");
    return PFS_GROUPS.includes(group) ? group : fail("the p2_pfs group is unknown");
  }

  private readNumber(keyword: string): number {
    const text = this.need(keyword);
    const number = /^0x[0-9a-f]{1,8}$/i.test(text) ? Number(text) : parseInteger(text, 0, 4_294_967_295);
    return number ?? fail(`${keyword} is no number`);
  }

  private next(): string | null {
    const token = this.tokens[this.position];
    this.position += 1;
    return token?.word ?? null;
  }

  private need(what: string): string {
    return this.next() ?? fail(`the file ends inside ${what}`);
  }
}
