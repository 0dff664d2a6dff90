import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { isIPv6 } from "node:net";
import { userInfo } from "node:os";

const IP = "/usr/sbin/ip";
const BRIDGE = "fleet0";

function ip(...args: string[]): string {
  return execFileSync(IP, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Duplicates are nowhere in networks of our own, and looking for them takes a second. */
const withoutLooking = (address: string): string[] => (isIPv6(address) ? ["nodad"] : []);

/** A node's own network namespace, and its one address in it. */
export type NodePlace = {
  namespace: string;
  address: string;
  /** Whoever listens at the address in this process's own network is taken for the node, until it gets it back. */
  takeOver(): void;
  giveBack(): void;
};

/**
 * Namespaces that are joined by a bridge, in a network that is this process's own: nothing of it can meet the machine's.
 * Whatever ends the process ends all of it.
 */
export class FleetNetwork {
  readonly #namespaces: string[] = [];
  #linkCount = 0;

  constructor() {
    if (!isInOwnNetwork()) throw new Error("The network in which this runs is not its own.");
    ip("link", "add", BRIDGE, "type", "bridge");
    ip("link", "set", BRIDGE, "up");
  }

  /** Gives this process's own network an address on the bridge; with its prefix length, as all addresses here. */
  reach(cidr: string): void {
    ip("address", "add", cidr, "dev", BRIDGE, ...withoutLooking(addressOf(cidr)));
  }

  /** A namespace without any link to others. */
  namespace(name: string): string {
    ip("netns", "add", name);
    this.#namespaces.push(name);
    ip("-n", name, "link", "set", "lo", "up");
    return name;
  }

  /** Puts the namespace on the bridge. */
  join(namespace: string, cidr: string): NodePlace {
    const link = this.#veth(namespace);
    ip("link", "set", link.near, "master", BRIDGE, "up");
    configure(namespace, link.far, cidr);
    const address = addressOf(cidr);
    const options = withoutLooking(address);
    const host = `${address}/${isIPv6(address) ? 128 : 32}`;
    return {
      ...{ namespace, address },
      takeOver: () => {
        ip("-n", namespace, "address", "del", cidr, "dev", link.far);
        ip("address", "add", host, "dev", BRIDGE, ...options);
      },
      giveBack: () => {
        ip("address", "del", host, "dev", BRIDGE);
        ip("-n", namespace, "address", "add", cidr, "dev", link.far, ...options);
      },
    };
  }

  /** Puts a namespace behind another: nobody else has a way to it. */
  joinBehind(namespace: string, cidr: string, door: { namespace: string; cidr: string }): NodePlace {
    const link = this.#veth(namespace);
    ip("link", "set", link.near, "netns", door.namespace);
    configure(door.namespace, link.near, door.cidr);
    configure(namespace, link.far, cidr);
    const onlyDirect = () => {
      throw new Error("Only a node that is reached directly can be stood in for.");
    };
    return { namespace, address: addressOf(cidr), takeOver: onlyDirect, giveBack: onlyDirect };
  }

  /** Processes that still run in a namespace are not its business. */
  close(): void {
    for (const name of this.#namespaces.splice(0)) ip("netns", "delete", name);
    ip("link", "delete", BRIDGE);
  }

  #veth(namespace: string): { near: string; far: string } {
    this.#linkCount += 1;
    const [near, far] = [`near${this.#linkCount}`, `far${this.#linkCount}`];
    ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", namespace);
    return { near, far };
  }
}

/** Root in a network of which nothing but the loopback interface is up, as `unshare --net` makes it. */
export function isInOwnNetwork(): boolean {
  if (userInfo().uid !== 0 || !existsSync(IP)) return false;
  const links = ip("-o", "link", "show", "up")
    .split("\n")
    .filter((line) => line !== "");
  return links.every((line) => /^\d+: lo:/.test(line));
}

function configure(namespace: string, link: string, cidr: string): void {
  ip("-n", namespace, "address", "add", cidr, "dev", link, ...withoutLooking(addressOf(cidr)));
  ip("-n", namespace, "link", "set", link, "up");
}

const addressOf = (cidr: string): string => cidr.replace(/\/\d+$/, "");
