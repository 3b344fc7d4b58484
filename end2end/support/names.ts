/** A DNS server of the tests' own, so that no test asks the world. It knows a few domains' MX and nothing else. */
import { type Socket, createSocket } from "node:dgram";
import { once } from "node:events";

/** A company whose mail is at Zone. */
export const COMPANY_AT_ZONE = "firma.example";
/** A domain that exists nowhere. */
export const UNKNOWN_DOMAIN = "tundmatu.example";
/** A domain whose name servers are out of order. */
export const BROKEN_DOMAIN = "katki.example";

const MX: Record<string, string> = { [COMPANY_AT_ZONE]: "mx1.zonemx.eu" };

const TYPE_MX = 15;
const NO_ERROR = 0;
const SERVER_FAILURE = 2;
const NO_SUCH_NAME = 3;
const HEADER = 12;

export class Names {
  private constructor(private readonly socket: Socket) {}

  static async start(): Promise<Names> {
    const socket = createSocket("udp4");
    socket.on("message", (query, from) => socket.send(answer(query), from.port, from.address));
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    return new Names(socket);
  }

  get address(): string {
    return `127.0.0.1:${this.socket.address().port}`;
  }

  close(): void {
    this.socket.close();
  }
}

/** The answer to a query: its header and question again, then the records (RFC 1035, section 4). */
function answer(query: Buffer): Buffer {
  const { name, end } = readName(query);
  const type = query.readUInt16BE(end);
  const exchange = type === TYPE_MX ? MX[name] : undefined;
  const known = name in MX;
  const code = known ? NO_ERROR : name === BROKEN_DOMAIN ? SERVER_FAILURE : NO_SUCH_NAME;
  const header = Buffer.alloc(HEADER);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(exchange ? 1 : 0, 6);
  const parts = [header, query.subarray(HEADER, end + 4)];
  if (exchange) parts.push(mxRecord(exchange));
  return Buffer.concat(parts);
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = HEADER;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), end: at + 1 };
}

function mxRecord(exchange: string): Buffer {
  const labels = exchange.split(".").map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  const data = Buffer.concat([Buffer.from([0, 10]), ...labels, Buffer.from([0])]);
  const head = Buffer.alloc(12);
  // The name: a pointer to the question's. Then type, class IN, 60 seconds, and the data's length.
  head.writeUInt16BE(0xc000 | HEADER, 0);
  head.writeUInt16BE(TYPE_MX, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
