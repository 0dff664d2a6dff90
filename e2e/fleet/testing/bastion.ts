import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import ssh2 from "ssh2";
import { hostKey } from "../host-keys.ts";

export type Bastion = {
  port: number;
  hostKeyFingerprint: string;
  /** Where connections were forwarded to, in order. */
  forwarded: string[];
  /** What it does instead of its duty, from the next connection on. */
  trouble: "none" | "forwards-nothing" | "lets-nobody-in" | "silent";
  /** How many connections were opened to it, whatever became of them. */
  connectionCount: number;
  close(): Promise<void>;
};

/** An SSH server that lets one user `jump` with one key forward connections, and runs nothing. */
export async function startBastion(clientPublicKey: string): Promise<Bastion> {
  const clientKey = ssh2.utils.parseKey(clientPublicKey);
  if (clientKey instanceof Error) throw clientKey;
  const key = hostKey(null, "bastion");
  const bastion: Bastion = {
    port: 0,
    hostKeyFingerprint: key.fingerprint,
    forwarded: [],
    trouble: "none",
    connectionCount: 0,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => listener.close(() => resolve()));
    },
  };
  const server = new ssh2.Server({ hostKeys: [key.privateKey] }, (client) => {
    client.on("error", () => undefined);
    client.on("authentication", (context) => {
      const isKnown =
        context.method === "publickey" &&
        context.username === "jump" &&
        context.key.data.equals(clientKey.getPublicSSH()) &&
        (!context.signature ||
          clientKey.verify(context.blob ?? "", context.signature, context.hashAlgo) === true);
      if (isKnown && bastion.trouble !== "lets-nobody-in") context.accept();
      else context.reject(["publickey"]);
    });
    // Without somebody who listens for them, such requests are prohibited.
    if (bastion.trouble === "forwards-nothing") return;
    client.on("tcpip", (accept, reject, { destIP, destPort }) => {
      bastion.forwarded.push(`${destIP}:${destPort}`);
      const target = connect(destPort, destIP);
      target.once("error", () => reject());
      target.once("connect", () => {
        const channel = accept();
        channel.on("error", () => target.destroy());
        target.on("error", () => channel.end());
        channel.pipe(target).pipe(channel);
      });
    });
  });
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    bastion.connectionCount += 1;
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    if (bastion.trouble !== "silent") server.injectSocket(socket);
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  // The listener is on TCP, so its address is never a path or null.
  bastion.port = (listener.address() as AddressInfo).port;
  return bastion;
}
