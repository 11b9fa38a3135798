#include "emulator/wecom/payment_signature.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>

#include "emulator/wecom/checks.hpp"
#include "emulator/wecom/payments.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::chrono::minutes nonce_life{15};
constexpr std::int64_t clock_tolerance = 900;  // Seconds.
constexpr std::size_t longest_nonce = 32;      // Bytes.

void collect_leaves(std::string_view name, const json::value& value, std::vector<std::string>& out) {
  if (const auto* object = value.if_object()) {
    for (const auto& member : *object) collect_leaves(member.key(), member.value(), out);
  } else if (const auto* array = value.if_array()) {
    for (const auto& element : *array) collect_leaves(name, element, out);
  } else if (const auto written = scalar_text(value); written && !written->empty() && name != "sig") {
    out.push_back(std::string(name) + '=' + *written);
  }
}

bool is_signed(const endpoint& e) {
  return std::any_of(e.fields.begin(), e.fields.end(), [](const field& f) { return f.path() == "sig"; });
}

/// Takes as long for every wrong signature.
bool same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char different = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    different = static_cast<unsigned char>(
        different | (static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i])));
  return different == 0;
}

void check_payment(exchange& x) {
  auto account =
      x.data().query("SELECT trusted_ips, key FROM wecom_payment_account WHERE corp = ?", x.caller.tenant);
  if (!account.next())
    throw failure(code::supplier_not_registered, "the provider has no account at the cash register");
  if (!address_in(peer_of(x), account.text(0)))
    throw failure(code::payment_ip_not_trusted,
                  "the provider's trusted addresses for payments are " + std::string(account.text(0)));
  const std::string nonce = x.text("nonce_str");
  if (nonce.empty()) throw failure(code::nonce_reused, "nonce_str is missing or empty");
  if (nonce.size() > longest_nonce) throw wrong_parameter("nonce_str", "it has more than 32 bytes");
  const std::int64_t now = x.seconds(), sent = x.integer("ts");
  if (!x.has("ts") || sent > now + clock_tolerance || sent < now - clock_tolerance)
    throw failure(code::timestamp_invalid,
                  x.has("ts") ? "ts is not within 15 minutes of " + std::to_string(now) : "ts is missing");
  if (!same(x.text("sig"), payment_signature(x.body(), account.text(1))))
    throw wrong_parameter("sig",
                          "the signature is that of another text or another key: " + payment_text(x.body()));
  // Only now, so that nobody else can use up the provider's nonces; for a request that fails later too.
  if (!x.world.limits.take("payment nonce " + x.caller.tenant + ' ' + nonce, 1, nonce_life, x.now()))
    throw failure(code::nonce_reused, "the nonce_str was used within the last 15 minutes");
}

}  // namespace

std::string payment_text(const json::object& body) {
  std::vector<std::string> leaves;
  collect_leaves({}, json::value(body), leaves);
  std::sort(leaves.begin(), leaves.end());
  std::string out;
  for (const std::string& leaf : leaves) out += (out.empty() ? "" : "&") + leaf;
  return out;
}

std::string payment_signature(const json::object& body, std::string_view key) {
  const std::string text = payment_text(body);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  ::HMAC(::EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  std::string out((size + 2) / 3 * 4 + 1, '\0');
  const int length =
      ::EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), digest.data(), static_cast<int>(size));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

void sign_payment(json::object& body, std::string_view key, std::int64_t second, std::uint64_t n) {
  if (!body.contains("nonce_str")) body["nonce_str"] = "nonce" + std::to_string(n);
  if (!body.contains("ts")) body["ts"] = second;
  if (!body.contains("sig")) body["sig"] = payment_signature(body, key);
}

check payment_signature_check() {
  return {
      "payment signature",
      check_payment,
      {{code::supplier_not_registered, "the provider has no account at the cash register"},
       {code::payment_ip_not_trusted,
        "the provider has the check of addresses for payments on, and the caller's is not on its list"},
       {code::nonce_reused, "nonce_str is empty, or was used within the last 15 minutes"},
       {code::timestamp_invalid, "ts is missing or more than 15 minutes off"},
       {code::order_parameter_invalid, "sig is not the body's signature with the provider's payment key"}},
      is_signed};
}

}  // namespace errdex::emulation::wecom
