import ssh2, {
  type KnownPublicKeys,
  type OpenSSHAgent,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
} from "ssh2";
import { identityOfKey, type SshIdentity } from "./ssh-identity.ts";

/** The agent's key of this fingerprint, as an identity that offers it alone: servers are not shown the agent's others. */
export async function agentIdentity(socketPath: string, fingerprint: string): Promise<SshIdentity> {
  const agent = new ssh2.OpenSSHAgent(socketPath);
  const keys = await new Promise<ParsedKey[]>((resolve, reject) => {
    agent.getIdentities((error, listed) => {
      if (error) reject(new Error("The SSH agent at SSH_AUTH_SOCK does not answer.", { cause: error }));
      else resolve((listed ?? []).flatMap(parsedKeysOf));
    });
  });
  const identities = keys.map((key) => identityOfKey(key, { agent: new OneKeyAgent(agent, key) }));
  const identity = identities.find((each) => each.fingerprint === fingerprint);
  if (!identity) throw new Error(`The SSH agent at SSH_AUTH_SOCK does not hold the key ${fingerprint}.`);
  return identity;
}

/** An OpenSSH agent lists keys parsed; the typings leave other forms open. */
function parsedKeysOf(key: KnownPublicKeys<ParsedKey>[number]): ParsedKey[] {
  return "getPublicSSH" in key ? [key] : [];
}

class OneKeyAgent extends ssh2.BaseAgent<ParsedKey> {
  readonly #agent: OpenSSHAgent;
  readonly #key: ParsedKey;

  constructor(agent: OpenSSHAgent, key: ParsedKey) {
    super();
    this.#agent = agent;
    this.#key = key;
  }

  override getIdentities(listed: (error: undefined, keys: ParsedKey[]) => void): void {
    listed(undefined, [this.#key]);
  }

  override sign(
    key: ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    signed?: SignCallback,
  ): void {
    if (typeof options === "function") this.#agent.sign(key, data, options);
    else this.#agent.sign(key, data, options, signed);
  }
}
