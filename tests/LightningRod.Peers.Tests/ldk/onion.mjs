import { ldk, logger, present, some, unwrap } from './ldk.mjs';
import { createMessenger } from './messenger.mjs';
import { noChannels, nodeOf, rawContents, rawMessageHandler } from './nodes.mjs';
import { bytes, hex, hexOrNull, list, publicKey, u64, u64Text } from './values.mjs';

const peelHandler = rawMessageHandler(() => {});

export const pathOf = (value, name) => unwrap(ldk.BlindedMessagePath.constructor_read(bytes(value, name)), name);

export function destinationOf(value) {
  if (typeof value?.nodeId === 'string') {
    return ldk.Destination.constructor_node(publicKey(value.nodeId, 'destination.nodeId'));
  }
  if (typeof value?.path === 'string') {
    return ldk.Destination.constructor_blinded_path(pathOf(value.path, 'destination.path'));
  }
  throw new Error('destination must have a nodeId or a path');
}

const messageOf = (value) => unwrap(ldk.OnionMessage.constructor_read(bytes(value, 'message')), 'message');

export function nodeId({ node }) {
  const { id, secret } = nodeOf(node);
  return { nodeId: hex(id), secret: hex(secret) };
}

export function blindedPath({ node, via = [], scids = [], context = '' }) {
  const recipient = nodeOf(node);
  list(scids, 'scids');
  const forwards = list(via, 'via').map((id, index) =>
    ldk.MessageForwardNode.constructor_new(publicKey(id, `via[${index}]`), scidOption(scids[index], index)));
  const custom = ldk.MessageContext.constructor_custom(bytes(context, 'context'));
  const path = ldk.BlindedMessagePath.constructor_new(forwards, recipient.id, custom, recipient.entropy);
  return { path: hex(unwrap(path, 'blinded path').write()) };
}

const scidOption = (scid, index) =>
  scid === null || scid === undefined
    ? ldk.Option_u64Z.constructor_none()
    : ldk.Option_u64Z.constructor_some(u64(scid, `scids[${index}]`));

export function readBlindedPath({ path }) {
  const read = pathOf(path, 'path');
  return { path: hex(read.write()), ...pathFields(read) };
}

export function pathFields(path) {
  const blindedHops = path.blinded_hops().map((hop) => ({
    blindedNodeId: hex(hop.get_blinded_node_id()),
    encryptedRecipientData: hex(hop.get_encrypted_payload()),
  }));
  return { ...introductionFields(path), pathKey: hex(path.blinding_point()), hops: blindedHops.length, blindedHops };
}

function introductionFields(path) {
  const node = path.introduction_node();
  return node instanceof ldk.IntroductionNode_NodeId
    ? { introductionNodeId: hex(node.node_id), introductionScid: null, introductionDirection: null }
    : { introductionNodeId: null, introductionScid: u64Text(node._1), introductionDirection: node._0 };
}

export function createMessage({ node, hops = [], destination, type, value, replyPath }) {
  const sender = nodeOf(node);
  const path = ldk.OnionMessagePath.constructor_new(
    list(hops, 'hops').map((id, index) => publicKey(id, `hops[${index}]`)),
    destinationOf(destination),
    ldk.Option_CVec_SocketAddressZZ.constructor_none());
  const created = ldk.UtilMethods.constructor_create_onion_message(
    sender.entropy,
    sender.signer,
    noChannels,
    path,
    rawContents(u64(type, 'type'), bytes(value, 'value')),
    replyPath ? pathOf(replyPath, 'replyPath') : null);
  const message = unwrap(created, 'onion message');
  return { firstNode: hex(message.get_a()), message: hex(message.get_b().write()) };
}

export function peel({ node, message }) {
  const peeled = unwrap(
    ldk.UtilMethods.constructor_peel_onion_message(messageOf(message), nodeOf(node).signer, logger, peelHandler),
    'peel');
  return peeled instanceof ldk.PeeledOnion_Forward ? forwardFields(peeled) : receiveFields(peeled);
}

const forwardFields = ({ _0: next, _1: message }) => ({
  kind: 'forward',
  nextNodeId: hexOrNull(next.node_id),
  nextScid: u64Text(next.short_channel_id),
  message: hex(message.write()),
});

const receiveFields = ({ _0: contents, _1: context, _2: replyPath }) => ({
  kind: 'receive',
  type: typeOf(contents),
  value: hex(contents.write()),
  context: hexOrNull(some(context)?.custom),
  replyPath: hexOrNull(present(replyPath)?.write()),
});

// The types that LDK parses by itself: the bindings answer a garbled tlv_type for them, so their classes have to tell.
const parsedTypes = [
  [ldk.OffersMessage_InvoiceRequest, '64'],
  [ldk.OffersMessage_Invoice, '66'],
  [ldk.OffersMessage_InvoiceError, '68'],
  [ldk.DNSResolverMessage_DNSSECQuery, '65536'],
  [ldk.DNSResolverMessage_DNSSECProof, '65538'],
];

function typeOf(contents) {
  if (contents instanceof ldk.ParsedOnionMessageContents_Custom) {
    return u64Text(contents.custom.tlv_type());
  }
  const parsed = contents.offers ?? contents.dns_resolver;
  return parsedTypes.find(([parsedClass]) => parsed instanceof parsedClass)[1];
}

export function intercept({ node, message }) {
  const lsp = nodeOf(node);
  const messenger = createMessenger(lsp, { asLsp: true, onMessage() {} });
  // The id of the peer that delivers a message has no part in what LDK does with it, so any id will do.
  messenger.as_OnionMessageHandler().handle_onion_message(lsp.id, messageOf(message));
  const intercepted = [];
  messenger.as_EventsProvider().process_pending_events(ldk.EventHandler.new_impl({
    handle_event(event) {
      if (event instanceof ldk.Event_OnionMessageIntercepted) {
        intercepted.push({ nodeId: hex(event.peer_node_id), message: hex(event.message.write()) });
      }
      return ldk.Result_NoneReplayEventZ.constructor_ok();
    },
  }));
  if (intercepted.length !== 1) {
    throw new Error('the node did not intercept this message: it cannot peel it, or it is not one to forward to a node id');
  }
  return intercepted[0];
}
