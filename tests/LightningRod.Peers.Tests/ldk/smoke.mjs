import assert from 'node:assert/strict';
import { createECDH } from 'node:crypto';
import { createServer } from 'node:net';
import { startPeer } from './client.mjs';
import { bolt11Coffee, bolt11RouteHints, bolt12Offer, coreLightningInvoice, coreLightningInvoiceRequest } from './fixtures.mjs';

const A = 1, B = 2, C = 3, D = 4;
const tests = [];
const test = (name, body) => tests.push({ name, body });

const peer = await startPeer();
const call = (name, args) => peer.call(name, args);
const refuses = (name, args, reason) => assert.rejects(call(name, args), { message: reason });

const ids = {};
for (const node of [A, B, C, D]) {
  ids[node] = (await call('nodeId', { node })).nodeId;
}

function flipBit(text, byte) {
  const flipped = Buffer.from(text, 'hex');
  flipped.writeUInt8(flipped.readUInt8(byte) ^ 1, byte);
  return flipped.toString('hex');
}

const tlv = (type, value) => {
  const length = value.length / 2;
  const size = length < 0xfd ? length.toString(16).padStart(2, '0') : `fd${length.toString(16).padStart(4, '0')}`;
  return type.toString(16).padStart(2, '0') + size + value;
};

const text = (value) => Buffer.from(value, 'utf8').toString('hex');

const pathTo = async (node, via = [], more = {}) => (await call('blindedPath', { node, via, context: 'beef', ...more })).path;

// --- the process

test('Greeting_NamesTheVersionOfLdk', () => {
  assert.equal(peer.greeting.ready, true);
  assert.match(peer.greeting.ldk, /^v0\.1/);
});

test('Request_NotJson_IsAnsweredWithAnErrorAndANullId', async () => {
  const answer = await peer.writeLine('{"id":');
  assert.match(answer.error, /JSON/);
});

test('Request_NotAnObject_IsAnsweredWithAnError', async () => {
  assert.match((await peer.writeLine('null')).error, /unknown call/);
});

test('Request_UnknownCall_IsAnsweredWithItsOwnId', async () => {
  assert.deepEqual(await peer.request({ id: 'q', call: 'constructor' }), { id: 'q', error: 'unknown call "constructor"' });
});

test('Request_WrongArguments_NamesTheArgument', async () => {
  await refuses('nodeId', {}, 'node must be a number from 0 to 255');
  await refuses('nodeId', { node: 256 }, 'node must be a number from 0 to 255');
  await refuses('peel', { node: C, message: 'ABCD' }, 'message must be a string of lowercase hex pairs');
  await refuses('createMessage', { node: A, destination: { nodeId: ids[C] }, type: 72, value: '' }, /^type must be a decimal/);
  await refuses('createMessage', { node: A, destination: { nodeId: ids[C] }, type: '18446744073709551616', value: '' }, /^type must be/);
  await refuses('createMessage', { node: A, destination: {}, type: '72', value: '' }, /^destination must have/);
});

test('PublicKey_NotOnTheCurve_IsRefusedBeforeLdkPanics', async () => {
  const notAPoint = `02${'ff'.repeat(32)}`;
  await refuses('blindedPath', { node: C, via: [notAPoint], context: '' }, /^via\[0\] must be a compressed public key/);
  await refuses('createMessage', { node: A, destination: { nodeId: notAPoint }, type: '72', value: '00' }, /must be a compressed/);
  await refuses('createMessage', { node: A, hops: [notAPoint], destination: { nodeId: ids[C] }, type: '72', value: '' }, /^hops\[0\]/);
});

// --- nodes and paths

test('NodeId_IsThePublicKeyOfTheSecret', async () => {
  const { nodeId, secret } = await call('nodeId', { node: A });
  const curve = createECDH('secp256k1');
  curve.setPrivateKey(secret, 'hex');
  assert.equal(curve.getPublicKey('hex', 'compressed'), nodeId);
  assert.notEqual(ids[A], ids[B]);
});

test('BlindedPath_WithoutForwards_StartsAtTheRecipient', async () => {
  const path = await pathTo(C);
  const read = await call('readBlindedPath', { path });
  assert.equal(read.path, path);
  assert.equal(read.introductionNodeId, ids[C]);
  assert.equal(read.introductionScid, null);
  assert.equal(read.hops, 1);
  assert.match(read.pathKey, /^0[23][0-9a-f]{64}$/);
});

test('BlindedPath_WithForwards_StartsAtTheFirstForwardAndHidesTheRest', async () => {
  const path = await pathTo(D, [ids[B], ids[C]]);
  const read = await call('readBlindedPath', { path });
  assert.equal(read.introductionNodeId, ids[B]);
  assert.equal(read.hops, 3);
  assert.equal(read.blindedHops.length, 3);
  assert.ok(!path.includes(ids[C]) && !path.includes(ids[D]));
});

test('ReadBlindedPath_ShortChannelIdIntroduction_GivesDirectionAndScid', async () => {
  const compact = `01000000000000002a${(await pathTo(C)).slice(66)}`;
  const read = await call('readBlindedPath', { path: compact });
  assert.equal(read.path, compact);
  assert.equal(read.introductionNodeId, null);
  assert.equal(read.introductionScid, '42');
  assert.equal(read.introductionDirection, 1);
});

test('ReadBlindedPath_CutOrEmptyOrOffCurve_IsRefused', async () => {
  const path = await pathTo(C);
  await refuses('readBlindedPath', { path: path.slice(0, -2) }, /DecodeError_ShortRead/);
  await refuses('readBlindedPath', { path: `${path.slice(0, 132)}00` }, /DecodeError_InvalidValue/);
  await refuses('readBlindedPath', { path: `05${path.slice(2)}` }, /DecodeError_InvalidValue/);
});

// --- onion messages

test('Message_OverAHop_IsForwardedThenReceivedUnchanged', async () => {
  const sent = await call('createMessage', { node: A, hops: [ids[B]], destination: { nodeId: ids[C] }, type: '72', value: '0102' });
  assert.equal(sent.firstNode, ids[B]);
  const forward = await call('peel', { node: B, message: sent.message });
  assert.equal(forward.kind, 'forward');
  assert.equal(forward.nextNodeId, ids[C]);
  assert.equal(forward.nextScid, null);
  assert.deepEqual(
    await call('peel', { node: C, message: forward.message }),
    { kind: 'receive', type: '72', value: '0102', context: null, replyPath: null });
});

test('Message_ToABlindedPath_BringsItsContextAndAUsableReplyPath', async () => {
  const replyPath = await pathTo(A, [], { context: 'aa' });
  const sent = await call('createMessage', {
    node: A, destination: { path: await pathTo(C, [ids[B]]) }, type: '75540', value: '0400020005', replyPath,
  });
  assert.equal(sent.firstNode, ids[B]);
  const forward = await call('peel', { node: B, message: sent.message });
  const received = await call('peel', { node: C, message: forward.message });
  assert.deepEqual(received, { kind: 'receive', type: '75540', value: '0400020005', context: 'beef', replyPath });

  const answer = await call('createMessage', { node: C, destination: { path: received.replyPath }, type: '75542', value: '' });
  const back = await call('peel', { node: A, message: answer.message });
  assert.equal(back.context, 'aa');
  assert.equal(back.type, '75542');
});

test('Message_OverAPathWithAShortChannelId_NamesTheScidToForwardTo', async () => {
  const path = await pathTo(C, [ids[B]], { scids: ['18446744073709551615'] });
  const { message } = await call('createMessage', { node: A, destination: { path }, type: '74', value: '00' });
  const forward = await call('peel', { node: B, message });
  assert.equal(forward.nextNodeId, null);
  assert.equal(forward.nextScid, '18446744073709551615');
  assert.equal((await call('peel', { node: C, message: forward.message })).type, '74');
});

test('Message_WithAnInvoiceRequest_KeepsTypeAndBytesThoughLdkParsesIt', async () => {
  const { message } = await call('createMessage', {
    node: A, destination: { nodeId: ids[C] }, type: '64', value: coreLightningInvoiceRequest,
  });
  const received = await call('peel', { node: C, message });
  assert.equal(received.type, '64');
  assert.equal(received.value, coreLightningInvoiceRequest);
});

test('Message_Large_UsesThe32768BytePacket', async () => {
  const value = '5a'.repeat(30000);
  const { message } = await call('createMessage', { node: A, destination: { nodeId: ids[C] }, type: '72', value });
  assert.equal(message.length / 2, 33 + 2 + 1 + 33 + 32768 + 32);
  assert.equal((await call('peel', { node: C, message })).value, value);
});

test('CreateMessage_TypeBelow64OrTooLargeOrUnresolvedPath_IsRefused', async () => {
  const destination = { nodeId: ids[C] };
  await refuses('createMessage', { node: A, destination, type: '63', value: '00' }, /SendError_InvalidMessage/);
  await refuses('createMessage', { node: A, destination, type: '72', value: '00'.repeat(40000) }, /SendError_TooBigPacket/);
  const compact = `00000000000000002a${(await pathTo(C)).slice(66)}`;
  await refuses('createMessage', { node: A, destination: { path: compact }, type: '72', value: '' }, /UnresolvedIntroductionNode/);
});

test('Peel_WrongNode_IsRefused', async () => {
  const { message } = await call('createMessage', { node: A, destination: { path: await pathTo(C) }, type: '72', value: '00' });
  await refuses('peel', { node: D, message }, 'peel: refused');
});

test('Peel_AnyFlippedPart_IsRefused', async () => {
  const { message } = await call('createMessage', { node: A, destination: { path: await pathTo(C) }, type: '72', value: '00' });
  const last = message.length / 2 - 1;
  for (const byte of [1, 40, 200, last]) {
    await refuses('peel', { node: C, message: flipBit(message, byte) }, /^(peel|message): /);
  }
  await refuses('peel', { node: C, message: message.slice(0, -2) }, /^message: DecodeError_ShortRead/);
  assert.equal((await call('peel', { node: C, message })).kind, 'receive');
});

test('Intercept_NextPeerOffline_GivesThePeerAndAMessageItCanPeel', async () => {
  const path = await pathTo(C, [ids[B]]);
  const { message } = await call('createMessage', { node: A, destination: { path }, type: '72', value: '00' });
  const intercepted = await call('intercept', { node: B, message });
  assert.equal(intercepted.nodeId, ids[C]);
  assert.deepEqual(
    await call('peel', { node: C, message: intercepted.message }),
    { kind: 'receive', type: '72', value: '00', context: 'beef', replyPath: null });
});

test('Intercept_MessageForTheLspItselfOrDamaged_IsRefused', async () => {
  const own = await call('createMessage', { node: A, destination: { nodeId: ids[B] }, type: '72', value: '00' });
  await refuses('intercept', { node: B, message: own.message }, /did not intercept/);
  const onward = await call('createMessage', { node: A, hops: [ids[B]], destination: { nodeId: ids[C] }, type: '72', value: '00' });
  await refuses('intercept', { node: B, message: flipBit(onward.message, 200) }, /did not intercept/);
});

// --- offers, invoices, signatures

test('Offer_FromString_ReadsAndEncodesBack', async () => {
  const offer = await call('offer', { bolt12: bolt12Offer });
  assert.equal(offer.description, 'Test vectors');
  assert.equal(offer.bolt12, bolt12Offer);
  assert.equal(offer.amountMsat, null);
  assert.equal(offer.issuer, null);
  assert.deepEqual(await call('offer', { bytes: offer.bytes }), offer);
});

test('Offer_FromBytes_GivesEveryField', async () => {
  const path = await pathTo(C, [ids[B]]);
  const chain = '06226e46111a0b59caaf126043eb5bbf28c34f3a5e332a1fc7b2b73cf188910f';
  const encoded = tlv(2, chain) + tlv(4, 'aabb') + tlv(8, '1388') + tlv(10, text('tea')) + tlv(14, '77359400')
    + tlv(16, path) + tlv(18, text('shop')) + tlv(20, '05') + tlv(22, ids[C]);
  const { id, bolt12, ...offer } = await call('offer', { bytes: encoded });
  assert.match(id, /^[0-9a-f]{64}$/);
  assert.match(bolt12, /^lno1/);
  assert.deepEqual(offer, {
    description: 'tea', absoluteExpiry: '2000000000', issuer: 'shop', issuerSigningPubkey: ids[C], metadata: 'aabb',
    offerFeatures: '', amountMsat: '5000', currency: null, currencyAmount: null, chains: [chain], supportedQuantity: '5',
    paths: 1, pathBytes: [path], bytes: encoded,
  });
});

test('Offer_PathsWithoutIssuerKeyAndCurrencyAmount_AreRead', async () => {
  const withPath = tlv(10, text('tea')) + tlv(16, await pathTo(C));
  assert.equal((await call('offer', { bytes: withPath })).issuerSigningPubkey, null);
  const dollars = tlv(6, text('USD')) + tlv(8, '64') + tlv(10, text('tea')) + tlv(20, '') + tlv(22, ids[C]);
  const inDollars = await call('offer', { bytes: dollars });
  assert.equal(inDollars.currency, 'USD');
  assert.equal(inDollars.currencyAmount, '100');
  assert.equal(inDollars.amountMsat, null);
  assert.equal(inDollars.supportedQuantity, 'unbounded');
});

test('Offer_BadOrderOrUnknownEvenTypeOrBadString_IsRefused', async () => {
  await refuses('offer', { bytes: tlv(10, text('tea')) + tlv(8, '1388') + tlv(22, ids[C]) }, /^offer: DecodeError/);
  await refuses('offer', { bytes: tlv(10, text('tea')) + tlv(22, ids[C]) + tlv(78, '00') }, /^offer: DecodeError/);
  await refuses('offer', { bolt12: `${bolt12Offer}!` }, /^offer: Bolt12ParseError/);
  await refuses('offer', {}, /^bytes must be/);
});

test('InvoiceRequest_FromCoreLightning_IsReadWithItsSignatureChecked', async () => {
  const request = await call('invoiceRequest', { bytes: coreLightningInvoiceRequest });
  assert.equal(request.payerId, '0200e633a826fd5c36b5fa586ed8a7ecd1ad751de9f4b74527e1f3e9510d9a8b03');
  assert.equal(request.amountMsat, '10000');
  assert.equal(request.hasAmount, false);
  assert.equal(request.description, 'coffee');
  assert.equal(request.bytes, coreLightningInvoiceRequest);
  const last = coreLightningInvoiceRequest.length / 2 - 1;
  for (const byte of [5, last]) {
    await refuses('invoiceRequest', { bytes: flipBit(coreLightningInvoiceRequest, byte) }, /^invoice_request: /);
  }
});

test('Bolt12Invoice_FromCoreLightning_IsReadWithItsSignatureChecked', async () => {
  const invoice = await call('bolt12Invoice', { bytes: coreLightningInvoice });
  assert.equal(invoice.paymentHash, 'a5404f17785e60ef16f37f5337bd282f7db09ef3921444d1dffd765af66b8629');
  assert.equal(invoice.amountMsat, '10000');
  assert.equal(invoice.relativeExpiry, '7200');
  assert.equal(invoice.signingPubkey, invoice.issuerSigningPubkey);
  assert.equal(invoice.paymentPaths[0].introductionNodeId, invoice.signingPubkey);
  assert.equal(invoice.paymentPaths[0].cltvExpiryDelta, 10);
  assert.equal(invoice.bytes, coreLightningInvoice);
  await refuses('bolt12Invoice', { bytes: flipBit(coreLightningInvoice, 5) }, /^invoice: /);
  await refuses('bolt12Invoice', { bytes: coreLightningInvoiceRequest }, /^invoice: /);
});

test('Bolt11_WithDescription_GivesEveryField', async () => {
  assert.deepEqual(await call('bolt11', { invoice: bolt11Coffee }), {
    currency: 'Bitcoin',
    paymentHash: '0001020304050607080900010203040506070809000102030405060708090102',
    paymentSecret: '11'.repeat(32),
    paymentMetadata: null,
    amountMsat: '250000000',
    payee: '03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad',
    payeeIsGiven: false,
    description: '1 cup coffee',
    hasDescriptionHash: false,
    expirySeconds: '60',
    minFinalCltv: '18',
    timestamp: '1496314658',
    features: '4100',
    fallbacks: [],
    routeHints: [],
    invoice: bolt11Coffee,
  });
});

test('Bolt11_WithRouteHints_GivesEveryHop', async () => {
  const invoice = await call('bolt11', { invoice: bolt11RouteHints });
  assert.equal(invoice.description, null);
  assert.equal(invoice.hasDescriptionHash, true);
  assert.deepEqual(invoice.routeHints, [[
    {
      nodeId: '029e03a901b85534ff1e92c43c74431f7ce72046060fcf7a95c37e148f78c77255',
      scid: '72623859790382856', feeBaseMsat: 1, feeProportionalMillionths: 20, cltvExpiryDelta: 3,
    },
    {
      nodeId: '039e03a901b85534ff1e92c43c74431f7ce72046060fcf7a95c37e148f78c77255',
      scid: '217304205466536202', feeBaseMsat: 2, feeProportionalMillionths: 30, cltvExpiryDelta: 4,
    },
  ]]);
});

test('Bolt11_WrongChecksum_IsRefused', async () => {
  await refuses('bolt11', { invoice: `${bolt11Coffee.slice(0, -1)}q` }, /checksum/);
});

test('Signature_HoldsForItsMessageAndNodeOnly', async () => {
  const message = 'LSPS5: Grüße';
  const { signature } = await call('sign', { node: A, message });
  assert.deepEqual(await call('verify', { message, signature, nodeId: ids[A] }), { valid: true, recoveredNodeId: ids[A] });
  assert.deepEqual(await call('verify', { message, signature, nodeId: ids[B] }), { valid: false, recoveredNodeId: ids[A] });
  assert.equal((await call('verify', { message: `${message}.`, signature, nodeId: ids[A] })).valid, false);
  assert.deepEqual(await call('verify', { message, signature: 'zz!', nodeId: ids[A] }), { valid: false, recoveredNodeId: null });
});

// --- sockets: these share the connection that the first of them opens

let listening;

test('Dial_ToAListener_ConnectsBothAndShowsOnionMessageSupport', async () => {
  listening = (await call('listen', { node: C, port: 0 })).port;
  assert.deepEqual(await call('dial', { node: A, port: listening, nodeId: ids[C] }), {});
  await peer.notice({ notice: 'connected', node: A, nodeId: ids[C], inbound: false });
  await peer.notice({ notice: 'connected', node: C, nodeId: ids[A], inbound: true });
  const { peers } = await call('peers', { node: C });
  assert.equal(peers.length, 1);
  assert.equal(peers[0].nodeId, ids[A]);
  assert.equal(peers[0].inbound, true);
  assert.equal(peers[0].onionMessages, true);
  assert.match(peers[0].features, /^([0-9a-f]{2})+$/);
});

test('Send_ToAConnectedNode_ArrivesWithoutContextOrReplyPath', async () => {
  const sent = await call('send', { node: A, destination: { nodeId: ids[C] }, type: '72', value: '00' });
  assert.deepEqual(sent, { outcome: 'buffered', awaiting: null });
  assert.deepEqual(await peer.notice({ notice: 'received', node: C }), {
    notice: 'received', node: C, type: '72', value: '00', context: null, hasReplyPath: false, replyPath: null,
  });
});

test('Send_ToABlindedPath_ArrivesWithContextAndItsReplyPathLeadsBack', async () => {
  const replyPath = await pathTo(A, [], { context: 'aa' });
  await call('send', { node: A, destination: { path: await pathTo(C) }, type: '75540', value: '0400020005', replyPath });
  const received = await peer.notice({ notice: 'received', node: C, type: '75540' });
  assert.equal(received.context, 'beef');
  assert.equal(received.hasReplyPath, true);
  assert.equal(received.replyPath, replyPath);
  await call('send', { node: C, destination: { path: received.replyPath }, type: '75542', value: '' });
  assert.equal((await peer.notice({ notice: 'received', node: A, type: '75542' })).context, 'aa');
});

test('Send_SeveralLargeMessages_AllArrive', async () => {
  for (const filler of ['01', '02', '03']) {
    await call('send', { node: A, destination: { nodeId: ids[C] }, type: '72', value: filler.repeat(32000) });
    await peer.notice({ notice: 'received', node: C, value: filler.repeat(32000) });
  }
});

test('Send_ToANodeThatIsNoPeer_IsRefused', async () => {
  await refuses('send', { node: A, destination: { nodeId: ids[D] }, type: '72', value: '00' }, /SendError_PathNotFound/);
});

test('Listener_ForwardsBetweenTwoOfItsPeers', async () => {
  await call('dial', { node: D, port: listening, nodeId: ids[C] });
  await peer.notice({ notice: 'connected', node: C, nodeId: ids[D] });
  await call('send', { node: A, destination: { path: await pathTo(D, [ids[C]]) }, type: '74', value: '07' });
  assert.equal((await peer.notice({ notice: 'received', node: D, type: '74' })).value, '07');
});

test('Dial_ExpectingAnotherNodeId_IsRefused', async () => {
  await refuses('dial', { node: B, port: listening, nodeId: ids[D] }, /closed before the handshake/);
  assert.deepEqual((await call('peers', { node: B })).peers, []);
});

test('Dial_NobodyAnswersTheHandshake_IsRefusedAfterFiveSeconds', async () => {
  const sockets = [];
  const silent = createServer((socket) => sockets.push(socket.on('error', () => {}))).listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.on('listening', resolve));
  await refuses('dial', { node: B, port: silent.address().port, nodeId: ids[D] }, /not done within 5000 ms/);
  sockets.forEach((socket) => socket.destroy());
  silent.close();
});

test('DialAndListen_PortNotListeningOrTaken_IsRefused', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.on('listening', resolve));
  const { port } = server.address();
  await refuses('listen', { node: B, port }, `port ${port} cannot be bound`);
  await new Promise((resolve) => server.close(resolve));
  await refuses('dial', { node: B, port, nodeId: ids[C] }, `nothing listens on port ${port}`);
});

test('Disconnect_EndsTheConnectionOnBothSides', async () => {
  await call('disconnect', { node: A, nodeId: ids[C] });
  await peer.notice({ notice: 'disconnected', node: A, nodeId: ids[C] });
  await peer.notice({ notice: 'disconnected', node: C, nodeId: ids[A] });
  assert.deepEqual((await call('peers', { node: A })).peers, []);
});

test('Stop_DropsPeersAndThePortCanBeListenedOnAgain', async () => {
  assert.deepEqual(await call('stop', { node: C }), {});
  await peer.notice({ notice: 'disconnected', node: D, nodeId: ids[C] });
  await refuses('peers', { node: C }, /node 3 is not started/);
  await refuses('stop', { node: C }, /node 3 is not started/);
  assert.equal((await call('listen', { node: C, port: listening })).port, listening);
  await call('dial', { node: A, port: listening, nodeId: ids[C] });
  await peer.notice({ notice: 'connected', node: C, nodeId: ids[A] });
});

// --- the end: these come last

test('Notices_NoneIsLeftThatTellsOfAFailure', () => {
  assert.deepEqual(peer.notices.filter((notice) => notice.notice === 'failed'), []);
});

test('Stdin_Closed_EndsTheProcessWithCodeZeroAndOnlyJsonWasPrinted', async () => {
  assert.equal(await peer.close(), 0);
  assert.deepEqual(peer.strayLines, []);
});

let failed = 0;
for (const { name, body } of tests) {
  try {
    await body();
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}\n  ${error.message}`);
  }
}
console.log(`${tests.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
