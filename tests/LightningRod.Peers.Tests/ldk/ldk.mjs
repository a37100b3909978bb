import { readFileSync } from 'node:fs';
import * as ldk from 'lightningdevkit';

const printed = [];

// The bindings print their version and every panic with console.log, but stdout belongs to the answers.
console.log = (...parts) => {
  const line = parts.join(' ');
  printed.push(line.replace(/^\[fd \d\]: /, ''));
  if (process.env.PEER_LOG) {
    process.stderr.write(`${line}\n`);
  }
};

await ldk.initializeWasmFromBinary(readFileSync(new URL('node_modules/lightningdevkit/liblightningjs.wasm', import.meta.url)));

export { ldk };

export const version = takePrinted().match(/LDK (v\S+)/)?.[1] ?? 'unknown';

export const logger = ldk.Logger.new_impl({
  log(record) {
    if (process.env.PEER_LOG) {
      process.stderr.write(`${record.get_module_path()}: ${record.get_args()}\n`);
    }
  },
});

export const notAKey = new Uint8Array(33);

export function takePrinted() {
  return printed.splice(0).join('').replace(/\s+/g, ' ').trim();
}

export function explain(error) {
  const panic = takePrinted();
  if (error instanceof WebAssembly.RuntimeError) {
    return `LDK panicked: ${panic || error.message}`;
  }
  return error instanceof Error ? error.message : String(error ?? 'failed without a reason');
}

export function unwrap(result, what) {
  if (result.is_ok()) {
    return result.res;
  }
  throw new Error(`${what}: ${describe(result.err)}`);
}

function describe(error) {
  if (error === null || error === undefined) {
    return 'refused';
  }
  if (typeof error !== 'object') {
    return String(error);
  }
  const detail = error.to_str?.();
  return detail ? `${error.constructor.name}, ${detail}` : error.constructor.name;
}

export const some = (option) => option.some ?? null;

// A getter of an absent structure answers with an object around a null pointer; calling into that object panics.
export const present = (structure) => (structure === null || structure.ptr === 0n ? null : structure);

export const presentKey = (key) => (key.every((byte) => byte === 0) ? null : key);
