/**
 * Stands between the program and the demo's mail server, and can hold connections back: so a test sees what a page
 * shows while a letter is on its way, without waiting for any length of time.
 */
import { type AddressInfo, type Server, type Socket, connect, createServer } from "node:net";
import { once } from "node:events";

export class Gate {
  private waiting: Socket[] = [];
  private held = false;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly to: number,
  ) {
    server.on("connection", (socket) => {
      this.track(socket);
      if (this.held) this.waiting.push(socket);
      else this.pass(socket);
    });
  }

  /** A gate to a port of this machine. */
  static async to(port: number): Promise<Gate> {
    const server = createServer({ pauseOnConnect: true });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Gate(server, port);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Connections are taken from now on, but nothing goes through. */
  hold(): void {
    this.held = true;
  }

  /** Everything goes through again. */
  release(): void {
    this.held = false;
    for (const socket of this.waiting.splice(0)) this.pass(socket);
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private pass(socket: Socket): void {
    const onward = connect(this.to, "127.0.0.1");
    this.track(onward);
    socket.on("close", () => onward.destroy());
    onward.on("close", () => socket.destroySoon());
    socket.pipe(onward).pipe(socket);
  }

  private track(socket: Socket): void {
    this.sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.sockets.delete(socket));
  }
}
