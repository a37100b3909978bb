import { ldk, logger } from './ldk.mjs';
import { noChannels, rawMessageHandler } from './nodes.mjs';

// As an LSP the messenger raises an event for a message whose next peer is offline; otherwise it drops that message.
export function createMessenger(node, { asLsp, onMessage }) {
  const create = asLsp
    ? ldk.OnionMessenger.constructor_new_with_offline_peer_interception
    : ldk.OnionMessenger.constructor_new;
  const ignore = ldk.IgnoringMessageHandler.constructor_new();
  const graph = ldk.NetworkGraph.constructor_new(ldk.Network.LDKNetwork_Regtest, logger);
  return create(
    node.entropy,
    node.signer,
    logger,
    noChannels,
    ldk.DefaultMessageRouter.constructor_new(graph, node.entropy).as_MessageRouter(),
    ignore.as_OffersMessageHandler(),
    ignore.as_AsyncPaymentsMessageHandler(),
    ignore.as_DNSResolverMessageHandler(),
    rawMessageHandler(onMessage));
}
