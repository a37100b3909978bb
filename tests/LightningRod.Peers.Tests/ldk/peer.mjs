import { createInterface } from 'node:readline';
import { bolt11, bolt12Invoice, invoiceRequest, offer } from './invoices.mjs';
import { explain, takePrinted, version } from './ldk.mjs';
import { blindedPath, createMessage, intercept, nodeId, peel, readBlindedPath } from './onion.mjs';
import { sign, verify } from './signatures.mjs';
import { createSocketCalls } from './sockets.mjs';

const print = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);

const calls = new Map(Object.entries({
  nodeId,
  blindedPath,
  readBlindedPath,
  createMessage,
  peel,
  intercept,
  offer,
  invoiceRequest,
  bolt12Invoice,
  bolt11,
  sign,
  verify,
  ...createSocketCalls(print, explain),
}));

async function answer(line) {
  let id = null;
  try {
    const request = JSON.parse(line);
    id = request?.id ?? null;
    const call = calls.get(request?.call);
    if (!call) {
      throw new Error(`unknown call ${JSON.stringify(request?.call)}`);
    }
    takePrinted();
    print({ id, ok: await call(request) });
  } catch (error) {
    print({ id, error: explain(error) });
  }
}

// A panic inside a socket callback has no request to answer, and must not end the other nodes of this process.
process.on('uncaughtException', (error) => print({ notice: 'failed', node: null, error: explain(error) }));

createInterface({ input: process.stdin, crlfDelay: Infinity })
  .on('line', answer)
  .on('close', () => process.exit(0));

print({ ready: true, ldk: version });
