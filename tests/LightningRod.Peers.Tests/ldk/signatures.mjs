import { ldk } from './ldk.mjs';
import { nodeOf } from './nodes.mjs';
import { hexOrNull, publicKey, text } from './values.mjs';

const utf8 = (value) => Uint8Array.from(Buffer.from(text(value, 'message'), 'utf8'));

export const sign = ({ node, message }) => ({
  signature: ldk.UtilMethods.constructor_sign(utf8(message), nodeOf(node).secret),
});

export function verify({ message, signature, nodeId }) {
  const signed = utf8(message);
  const key = publicKey(nodeId, 'nodeId');
  const recovered = ldk.UtilMethods.constructor_recover_pk(signed, text(signature, 'signature'));
  return {
    valid: Boolean(ldk.UtilMethods.constructor_verify(signed, signature, key)),
    recoveredNodeId: recovered.is_ok() ? hexOrNull(recovered.res) : null,
  };
}
