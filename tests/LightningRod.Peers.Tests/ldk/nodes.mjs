import { ldk, notAKey, unwrap } from './ldk.mjs';
import { hex, seed } from './values.mjs';

const nodes = new Map();

export function nodeOf(number) {
  seed(number, 'node');
  if (!nodes.has(number)) {
    const keys = ldk.KeysManager.constructor_new(new Uint8Array(32).fill(number), 42n, 42);
    const signer = keys.as_NodeSigner();
    const id = unwrap(signer.get_node_id(ldk.Recipient.LDKRecipient_Node), 'node id');
    nodes.set(number, { number, keys, signer, entropy: keys.as_EntropySource(), id, secret: keys.get_node_secret_key() });
  }
  return nodes.get(number);
}

export const rawContents = (type, value) =>
  ldk.OnionMessageContents.new_impl({
    tlv_type: () => type,
    msg_type: () => 'raw',
    write: () => value,
    debug_str: () => `type ${type}, ${hex(value)}`,
  });

// Keeps each payload as the bytes that arrived, so that a test can compare what its own encoder wrote.
export const rawMessageHandler = (onMessage) =>
  ldk.CustomOnionMessageHandler.new_impl({
    handle_custom_message(message, context, responder) {
      onMessage(message, context, responder);
      return ldk.Option_C2Tuple_OnionMessageContentsResponseInstructionZZ.constructor_none();
    },
    read_custom_message: (type, buffer) =>
      ldk.Result_COption_OnionMessageContentsZDecodeErrorZ.constructor_ok(
        ldk.Option_OnionMessageContentsZ.constructor_some(rawContents(type, Uint8Array.from(buffer)))),
    release_pending_custom_messages: () => [],
  });

// No channels exist here, so no short channel id ever names a node.
export const noChannels = ldk.NodeIdLookUp.new_impl({ next_node_id: () => notAKey });
