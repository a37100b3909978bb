import { ECDH } from 'node:crypto';

const U64_MAX = (1n << 64n) - 1n;

export const hex = (bytes) => Buffer.from(bytes).toString('hex');

export const hexOrNull = (bytes) => (bytes === null || bytes === undefined ? null : hex(bytes));

// WebAssembly knows only signed integers, so large unsigned ones leave the bindings negative.
export const u16 = (integer) => integer & 0xffff;

export const u32 = (integer) => integer >>> 0;

export const u64Text = (integer) => (integer === null || integer === undefined ? null : BigInt.asUintN(64, integer).toString());

export function bytes(value, name) {
  if (typeof value !== 'string' || !/^([0-9a-f]{2})*$/.test(value)) {
    throw new Error(`${name} must be a string of lowercase hex pairs`);
  }
  return Uint8Array.from(Buffer.from(value, 'hex'));
}

export function text(value, name) {
  if (typeof value !== 'string') {
    throw new Error(`${name} must be a string`);
  }
  return value;
}

export function u64(value, name) {
  if (typeof value !== 'string' || !/^[0-9]{1,20}$/.test(value) || BigInt(value) > U64_MAX) {
    throw new Error(`${name} must be a decimal string of a 64-bit unsigned integer`);
  }
  return BigInt(value);
}

export function seed(value, name) {
  if (!Number.isInteger(value) || value < 0 || value > 255) {
    throw new Error(`${name} must be a number from 0 to 255`);
  }
  return value;
}

export function port(value, name) {
  if (!Number.isInteger(value) || value < 0 || value > 65535) {
    throw new Error(`${name} must be a number from 0 to 65535`);
  }
  return value;
}

export function list(value, name) {
  if (!Array.isArray(value)) {
    throw new Error(`${name} must be a list`);
  }
  return value;
}

// LDK panics on a point that is not on the curve, and a panic may leave a lock of the whole module poisoned.
export function publicKey(value, name) {
  const key = bytes(value, name);
  try {
    if (key.length !== 33) {
      throw new Error();
    }
    ECDH.convertKey(Buffer.from(key), 'secp256k1', undefined, undefined, 'compressed');
  } catch {
    throw new Error(`${name} must be a compressed public key (33 bytes) on secp256k1`);
  }
  return key;
}
