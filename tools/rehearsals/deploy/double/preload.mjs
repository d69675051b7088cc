// Loaded before the Firebase CLI (NODE_OPTIONS=--import): every TLS connection of that process, to
// whatever host, goes to the double on 127.0.0.1, and a plain connection to another machine fails.
// The double is known by a key that it shares with this process, not by a certificate.
import { Buffer } from 'node:buffer';
import net from 'node:net';
import tls from 'node:tls';

const port = Number(process.env.DOUBLE_PORT);
const key = Buffer.from(process.env.DOUBLE_KEY ?? '', 'hex');
const connectTls = tls.connect;
const connectPlain = net.Socket.prototype.connect;

/** @param {...any} args */
tls.connect = (...args) => {
  const options = args.find((arg) => typeof arg === 'object') ?? {};
  const onConnect = args.find((arg) => typeof arg === 'function');
  const socket = connectTls({
    host: '127.0.0.1',
    port,
    servername: options.servername ?? options.host,
    ALPNProtocols: ['http/1.1'],
    ciphers: 'PSK',
    maxVersion: 'TLSv1.2',
    pskCallback: () => ({ identity: 'rehearsal', psk: key }),
    checkServerIdentity: () => undefined,
  });
  if (onConnect) socket.once('secureConnect', onConnect);
  return socket;
};

/** @param {...any} args */
net.Socket.prototype.connect = function (...args) {
  const [{ host, path } = {}] = Array.isArray(args[0]) ? args[0] : args;
  const isLocal = path || !host || ['127.0.0.1', '::1', 'localhost'].includes(host);
  if (!isLocal) throw new Error(`The rehearsal does not leave this machine: ${host}`);
  return connectPlain.apply(this, /** @type {any} */ (args));
};
