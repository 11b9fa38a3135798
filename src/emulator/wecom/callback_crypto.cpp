#include "emulator/wecom/callback_crypto.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <vector>

#include "emulator/platform/field.hpp"

namespace errdex::emulation::wecom {
namespace {

constexpr std::string_view letters_and_digits = "A-Za-z0-9";
constexpr std::size_t block = 32;  // Of the padding; the cipher's own has 16 bytes.
constexpr std::size_t random_size = 16;
constexpr std::size_t length_size = 4;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

struct free_cipher {
  void operator()(EVP_CIPHER_CTX* c) const noexcept { EVP_CIPHER_CTX_free(c); }
};

std::string key_bytes(std::string_view key) {
  auto out = is_callback_key(key) ? base64_decode(std::string(key) + "=") : std::nullopt;
  if (!out || out->size() != 32) throw std::invalid_argument("an EncodingAESKey has 43 letters and digits");
  return std::move(*out);
}

/// AES-256-CBC over whole blocks, without a padding of its own.
std::string run_cipher(std::string_view key, std::string_view in, bool encrypting) {
  const std::string secret = key_bytes(key);
  const std::unique_ptr<EVP_CIPHER_CTX, free_cipher> c(EVP_CIPHER_CTX_new());
  std::string out(in.size() + 16, '\0');
  int first = 0, last = 0;
  auto* const target = reinterpret_cast<unsigned char*>(out.data());
  if (!c ||
      EVP_CipherInit_ex(c.get(), EVP_aes_256_cbc(), nullptr, bytes_of(secret), bytes_of(secret),
                        encrypting ? 1 : 0) != 1 ||
      EVP_CIPHER_CTX_set_padding(c.get(), 0) != 1 ||
      EVP_CipherUpdate(c.get(), target, &first, bytes_of(in), static_cast<int>(in.size())) != 1 ||
      EVP_CipherFinal_ex(c.get(), target + first, &last) != 1)
    throw std::runtime_error("the cipher failed");
  out.resize(static_cast<std::size_t>(first) + static_cast<std::size_t>(last));
  return out;
}

std::string digest_hex(const EVP_MD* how, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), sum.data(), &size, how, nullptr) != 1)
    throw std::runtime_error("the digest failed");
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (unsigned i = 0; i < size; ++i) {
    out += digits[sum.at(i) >> 4U];
    out += digits[sum.at(i) & 15U];
  }
  return out;
}

bool is_made_of_letters_and_digits(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return in_charset(c, letters_and_digits); });
}

}  // namespace

bool is_callback_token(std::string_view text) noexcept {
  return !text.empty() && text.size() <= 32 && is_made_of_letters_and_digits(text);
}

bool is_callback_key(std::string_view text) noexcept {
  return text.size() == 43 && is_made_of_letters_and_digits(text);
}

std::string base64_encode(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(bytes),
                                   static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::optional<std::string> base64_decode(std::string_view text) {
  if (text.empty()) return std::string();
  if (text.size() % 4 != 0) return std::nullopt;
  const auto padding = text.size() - std::min(text.find('='), text.size());
  if (padding > 2) return std::nullopt;
  std::string out(text.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(text),
                                   static_cast<int>(text.size()));
  if (size < 0) return std::nullopt;
  out.resize(static_cast<std::size_t>(size) - padding);
  return out;
}

std::string md5_hex(std::string_view bytes) { return digest_hex(EVP_md5(), bytes); }

std::string sha1_hex(std::string_view bytes) { return digest_hex(EVP_sha1(), bytes); }

std::string encrypt_bytes(std::string_view key, std::string_view plain) {
  const std::size_t padding = block - plain.size() % block;
  std::string padded(plain);
  padded.append(padding, static_cast<char>(padding));
  return run_cipher(key, padded, true);
}

std::optional<std::string> decrypt_bytes(std::string_view key, std::string_view encrypted) {
  if (encrypted.empty() || encrypted.size() % 16 != 0) return std::nullopt;
  std::string out = run_cipher(key, encrypted, false);
  const auto padding = static_cast<unsigned char>(out.back());
  if (padding < 1 || padding > block || padding > out.size()) return std::nullopt;
  out.resize(out.size() - padding);
  return out;
}

std::string encrypt_message(std::string_view key, std::string_view receive_id, std::string_view message,
                            std::string_view random) {
  std::string plain(random.substr(0, random_size));
  const auto size = static_cast<std::uint32_t>(message.size());
  for (const unsigned shift : {24U, 16U, 8U, 0U}) plain += static_cast<char>(size >> shift & 255U);
  plain += message;
  plain += receive_id;
  return base64_encode(encrypt_bytes(key, plain));
}

std::optional<decrypted_message> decrypt_message(std::string_view key, std::string_view encrypted) {
  const auto raw = base64_decode(encrypted);
  const auto plain = raw ? decrypt_bytes(key, *raw) : std::nullopt;
  if (!plain || plain->size() < random_size + length_size) return std::nullopt;
  std::size_t size = 0;
  for (std::size_t i = random_size; i < random_size + length_size; ++i)
    size = size << 8U | static_cast<unsigned char>((*plain)[i]);
  if (size > plain->size() - random_size - length_size) return std::nullopt;
  return decrypted_message{plain->substr(random_size + length_size, size),
                           plain->substr(random_size + length_size + size)};
}

std::string sign_message(std::string_view token, std::string_view timestamp, std::string_view nonce,
                         std::string_view encrypted) {
  std::vector<std::string_view> parts{token, timestamp, nonce, encrypted};
  std::sort(parts.begin(), parts.end());
  std::string joined;
  for (const std::string_view part : parts) joined += part;
  return digest_hex(EVP_sha1(), joined);
}

}  // namespace errdex::emulation::wecom
