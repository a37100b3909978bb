import { ldk, present, presentKey, some, unwrap } from './ldk.mjs';
import { pathFields } from './onion.mjs';
import { bytes, hex, hexOrNull, text, u16, u32, u64Text } from './values.mjs';

const printable = (value) => present(value)?.get_a() ?? null;

// BOLT 9 feature fields are big endian on the wire.
const featureBytes = (features) => hex(Uint8Array.from(features.le_flags()).reverse());

function amountFields(option) {
  const amount = some(option);
  return {
    amountMsat: u64Text(amount?.amount_msats),
    currency: amount?.iso4217_code ? Buffer.from(amount.iso4217_code).toString('utf8') : null,
    currencyAmount: u64Text(amount?.amount),
  };
}

function quantityText(quantity) {
  if (quantity instanceof ldk.Quantity_Bounded) {
    return u64Text(quantity.bounded);
  }
  return quantity instanceof ldk.Quantity_Unbounded ? 'unbounded' : 'one';
}

const sharedOfferFields = (source) => ({
  description: printable(source.description()),
  absoluteExpiry: u64Text(some(source.absolute_expiry())),
  issuer: printable(source.issuer()),
  issuerSigningPubkey: hexOrNull(presentKey(source.issuer_signing_pubkey())),
  metadata: hexOrNull(some(source.metadata())),
  offerFeatures: featureBytes(source.offer_features()),
});

const payerFields = (source) => ({
  payerId: hex(source.payer_signing_pubkey()),
  payerMetadata: hex(source.payer_metadata()),
  payerNote: printable(source.payer_note()),
  chain: hex(source.chain()),
  quantity: u64Text(some(source.quantity())),
  invoiceRequestFeatures: featureBytes(source.invoice_request_features()),
});

export function offer({ bolt12, bytes: encoded }) {
  const read = bolt12 === undefined
    ? unwrap(ldk.Offer.constructor_read(bytes(encoded, 'bytes')), 'offer')
    : unwrap(ldk.Offer.constructor_from_str(text(bolt12, 'bolt12')), 'offer');
  return {
    ...sharedOfferFields(read),
    ...amountFields(read.amount()),
    chains: read.chains().map(hex),
    supportedQuantity: quantityText(read.supported_quantity()),
    paths: read.paths().length,
    pathBytes: read.paths().map((path) => hex(path.write())),
    id: hex(read.id().write()),
    bytes: hex(read.write()),
    bolt12: read.to_str(),
  };
}

export function invoiceRequest({ bytes: encoded }) {
  const read = unwrap(ldk.InvoiceRequest.constructor_read(bytes(encoded, 'bytes')), 'invoice_request');
  return {
    ...sharedOfferFields(read),
    ...payerFields(read),
    amountMsat: u64Text(some(read.amount_msats())),
    hasAmount: Boolean(read.has_amount_msats()),
    offerAmountMsat: amountFields(read.amount()).amountMsat,
    offerChains: read.chains().map(hex),
    supportedQuantity: quantityText(read.supported_quantity()),
    paths: read.paths().length,
    signature: hex(read.signature()),
    bytes: hex(read.write()),
  };
}

export function bolt12Invoice({ bytes: encoded }) {
  const read = unwrap(ldk.Bolt12Invoice.constructor_read(bytes(encoded, 'bytes')), 'invoice');
  return {
    ...sharedOfferFields(read),
    ...payerFields(read),
    features: featureBytes(read.invoice_features()),
    paymentHash: hex(read.payment_hash()),
    amountMsat: u64Text(read.amount_msats()),
    createdAt: u64Text(read.created_at()),
    relativeExpiry: u64Text(read.relative_expiry()),
    signingPubkey: hex(read.signing_pubkey()),
    fallbacks: read.fallbacks(),
    paths: read.message_paths().length,
    paymentPaths: read.payment_paths().map(paymentPathFields),
    signature: hex(read.signature()),
    signableHash: hex(read.signable_hash()),
    bytes: hex(read.write()),
  };
}

function paymentPathFields(path) {
  const payInfo = path.get_payinfo();
  return {
    ...pathFields(path),
    feeBaseMsat: u32(payInfo.get_fee_base_msat()),
    feeProportionalMillionths: u32(payInfo.get_fee_proportional_millionths()),
    cltvExpiryDelta: u16(payInfo.get_cltv_expiry_delta()),
    htlcMinimumMsat: u64Text(payInfo.get_htlc_minimum_msat()),
    htlcMaximumMsat: u64Text(payInfo.get_htlc_maximum_msat()),
  };
}

export function bolt11({ invoice }) {
  const read = unwrap(ldk.Bolt11Invoice.constructor_from_str(text(invoice, 'invoice')), 'invoice');
  const raw = read.into_signed_raw().raw_invoice();
  return {
    currency: ldk.Currency[read.currency()].replace('LDKCurrency_', ''),
    paymentHash: hex(read.payment_hash()),
    paymentSecret: hex(read.payment_secret()),
    paymentMetadata: hexOrNull(some(read.payment_metadata())),
    amountMsat: u64Text(some(read.amount_milli_satoshis())),
    payee: hex(read.get_payee_pub_key()),
    payeeIsGiven: presentKey(read.payee_pub_key()) !== null,
    description: present(raw.description())?.to_str() ?? null,
    hasDescriptionHash: present(raw.description_hash()) !== null,
    expirySeconds: u64Text(read.expiry_time()),
    minFinalCltv: u64Text(read.min_final_cltv_expiry_delta()),
    timestamp: u64Text(read.duration_since_epoch()),
    features: featureBytes(read.features()),
    fallbacks: read.fallback_addresses(),
    routeHints: read.route_hints().map((hint) => hint.get_a().map(routeHintFields)),
    invoice: read.to_str(),
  };
}

const routeHintFields = (hop) => ({
  nodeId: hex(hop.get_src_node_id()),
  scid: u64Text(hop.get_short_channel_id()),
  feeBaseMsat: u32(hop.get_fees().get_base_msat()),
  feeProportionalMillionths: u32(hop.get_fees().get_proportional_millionths()),
  cltvExpiryDelta: u16(hop.get_cltv_expiry_delta()),
});
