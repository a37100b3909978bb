import { randomBytes } from 'node:crypto';
import { NodeLDKNet } from 'lightningdevkit-node-net';
import { ldk, logger, some, unwrap } from './ldk.mjs';
import { createMessenger } from './messenger.mjs';
import { nodeOf, rawContents } from './nodes.mjs';
import { destinationOf, pathOf } from './onion.mjs';
import { bytes, hex, hexOrNull, port as portOf, publicKey, u64, u64Text } from './values.mjs';

const LOOPBACK = '127.0.0.1';
const PUMP_MILLISECONDS = 20;
const HANDSHAKE_MILLISECONDS = 5000;

const started = new Map();

// Remembers its sockets, because the package tells nobody when one closes before the handshake is done.
class LoopbackNet extends NodeLDKNet {
  sockets = new Set();

  get_descriptor(socket) {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    return super.get_descriptor(socket);
  }
}

export function createSocketCalls(notify, explain) {
  function start(number) {
    if (!started.has(number)) {
      started.set(number, startNode(nodeOf(number), notify, explain));
    }
    return started.get(number);
  }

  async function listen({ node, port }) {
    portOf(port, 'port');
    const { net } = start(node);
    await net.bind_listener(LOOPBACK, port).catch(() => fail(`port ${port} cannot be bound`));
    return { port: net.servers.at(-1).address().port };
  }

  async function dial({ node, port, nodeId }) {
    portOf(port, 'port');
    const key = publicKey(nodeId, 'nodeId');
    const running = start(node);
    await running.net.connect_peer(LOOPBACK, port, key).catch(() => fail(`nothing listens on port ${port}`));
    await untilConnected(running, port, nodeId);
    return {};
  }

  // Tells of every onion message as it came, before LDK opens it.
  function showOnions({ node }) {
    start(node).showsOnions = true;
    return {};
  }

  return { listen, dial, peers, send, disconnect, stop, showOnions, tick };
}

function startNode(node, notify, explain) {
  const guarded = (action) => {
    try {
      action();
    } catch (error) {
      notify({ notice: 'failed', node: node.number, error: explain(error) });
    }
  };
  // An exception that crossed LDK's frames would leave its locks taken for good.
  const onMessage = (...received) => guarded(() => notify({ notice: 'received', node: node.number, ...messageFields(...received) }));
  const messenger = createMessenger(node, { asLsp: false, onMessage });
  const ignore = ldk.IgnoringMessageHandler.constructor_new();
  const running = { node, messenger, known: new Set(), showsOnions: false };
  const onions = watchOnions(messenger.as_OnionMessageHandler(), (message) => guarded(() => {
    if (running.showsOnions) {
      notify({ notice: 'onion', node: node.number, message: hex(message.write()) });
    }
  }));
  const manager = ldk.PeerManager.constructor_new(
    ldk.ErroringMessageHandler.constructor_new().as_ChannelMessageHandler(),
    ignore.as_RoutingMessageHandler(),
    onions,
    ignore.as_CustomMessageHandler(),
    1,
    Uint8Array.from(randomBytes(32)),
    logger,
    node.signer);
  Object.assign(running, { manager, net: new LoopbackNet(manager) });
  running.pump = setInterval(() => guarded(() => {
    manager.process_events();
    noticeChanges(running, notify);
  }), PUMP_MILLISECONDS);
  return running;
}

// LDK's own handler, with somebody who looks over its shoulder.
const watchOnions = (handler, onOnion) =>
  ldk.OnionMessageHandler.new_impl({
    handle_onion_message(peer, message) {
      onOnion(message);
      handler.handle_onion_message(peer, message);
    },
    next_onion_message_for_peer: (peer) => handler.next_onion_message_for_peer(peer),
    peer_connected: (peer, init, inbound) => handler.peer_connected(peer, init, inbound),
    peer_disconnected: (peer) => handler.peer_disconnected(peer),
    timer_tick_occurred: () => handler.timer_tick_occurred(),
    provided_node_features: () => handler.provided_node_features(),
    provided_init_features: (peer) => handler.provided_init_features(peer),
  });

// The bindings answer booleans with 0 and 1.
const isInbound = (peer) => Boolean(peer.get_is_inbound_connection());

function noticeChanges(running, notify) {
  const node = running.node.number;
  const peers = new Map(running.manager.list_peers().map((peer) => [hex(peer.get_counterparty_node_id()), isInbound(peer)]));
  peers.forEach((inbound, nodeId) => running.known.has(nodeId) || notify({ notice: 'connected', node, nodeId, inbound }));
  running.known.forEach((nodeId) => peers.has(nodeId) || notify({ notice: 'disconnected', node, nodeId }));
  running.known = new Set(peers.keys());
}

function messageFields(message, context, responder) {
  const replyPath = replyPathOf(responder);
  return {
    type: u64Text(message.tlv_type()),
    value: hex(message.write()),
    context: hexOrNull(some(context)),
    hasReplyPath: replyPath !== null,
    replyPath,
  };
}

// LDK shows the reply path only inside its own encoding of a responder: a length-prefixed TLV stream with the path as type 0.
function replyPathOf(responder) {
  if (!responder || responder.ptr === 0n) {
    return null;
  }
  const stream = skipBigSize(responder.write());
  if (stream[0] !== 0) {
    throw new Error('unknown encoding of a responder');
  }
  return hex(pathOf(hex(skipBigSize(stream.subarray(1))), 'reply path').write());
}

const skipBigSize = (stream) => stream.subarray(stream[0] < 0xfd ? 1 : stream[0] === 0xfd ? 3 : 5);

async function untilConnected({ manager, net }, port, nodeId) {
  const deadline = performance.now() + HANDSHAKE_MILLISECONDS;
  const isOpen = () => [...net.sockets].some((socket) => socket.remotePort === port && !socket.destroyed);
  while (!manager.list_peers().some((peer) => hex(peer.get_counterparty_node_id()) === nodeId)) {
    if (!isOpen()) {
      fail('the connection closed before the handshake and init were done');
    }
    if (performance.now() > deadline) {
      fail(`the handshake and init were not done within ${HANDSHAKE_MILLISECONDS} ms`);
    }
    await new Promise((resolve) => setTimeout(resolve, PUMP_MILLISECONDS));
  }
}

function runningNode(number) {
  return started.get(number) ?? fail(`node ${number} is not started: listen or dial first`);
}

const peers = ({ node }) => ({
  peers: runningNode(node).manager.list_peers().map((peer) => ({
    nodeId: hex(peer.get_counterparty_node_id()),
    inbound: isInbound(peer),
    onionMessages: Boolean(peer.get_init_features().supports_onion_messages()),
    features: hex(Uint8Array.from(peer.get_init_features().le_flags()).reverse()),
  })),
});

function send({ node, destination, type, value, replyPath }) {
  const { messenger, manager } = runningNode(node);
  const target = destinationOf(destination);
  const instructions = replyPath
    ? ldk.MessageSendInstructions.constructor_with_specified_reply_path(target, pathOf(replyPath, 'replyPath'))
    : ldk.MessageSendInstructions.constructor_without_reply_path(target);
  const contents = rawContents(u64(type, 'type'), bytes(value, 'value'));
  const outcome = unwrap(messenger.send_onion_message(contents, instructions), 'send');
  manager.process_events();
  return outcome instanceof ldk.SendSuccess_Buffered
    ? { outcome: 'buffered', awaiting: null }
    : { outcome: 'awaitingConnection', awaiting: hex(outcome.buffered_awaiting_connection) };
}

function disconnect({ node, nodeId }) {
  const { manager } = runningNode(node);
  manager.disconnect_by_node_id(publicKey(nodeId, 'nodeId'));
  manager.process_events();
  return {};
}

// What LDK does every ten seconds: it pings, and gives up peers that did not answer the ping before.
function tick({ node }) {
  const { manager } = runningNode(node);
  manager.timer_tick_occurred();
  manager.process_events();
  return {};
}

function stop({ node }) {
  const { net, pump } = runningNode(node);
  clearInterval(pump);
  started.delete(node);
  net.stop();
  return {};
}

function fail(reason) {
  throw new Error(reason);
}
