// How WeCom encrypts and signs what it sends to applications, and reads what they answer.
//
// The key is 43 letters and digits: Base64 of 32 bytes without its last '='. AES-256-CBC, the first 16 bytes
// of the key as IV, padding of PKCS#7 with blocks of 32 bytes. Encrypted are 16 random bytes, the length of
// the message in 4 bytes with the highest first, the message, and the id of the receiver: the corpid for an
// application, the suite id for a provider. The signature is SHA-1 over token, time stamp, nonce and the
// encrypted text, sorted and put together, in small hexadecimal digits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace errdex::emulation::wecom {

/// Whether a text is a Token (1 to 32 letters and digits) or an EncodingAESKey (43 of them).
[[nodiscard]] bool is_callback_token(std::string_view text) noexcept;
[[nodiscard]] bool is_callback_key(std::string_view text) noexcept;

[[nodiscard]] std::string base64_encode(std::string_view bytes);
/// Nothing for a text that is no Base64.
[[nodiscard]] std::optional<std::string> base64_decode(std::string_view text);
/// In small hexadecimal digits.
[[nodiscard]] std::string md5_hex(std::string_view bytes);
[[nodiscard]] std::string sha1_hex(std::string_view bytes);

/// Bytes with the padding, encrypted. The key must be one; throws std::invalid_argument for another text.
[[nodiscard]] std::string encrypt_bytes(std::string_view key, std::string_view plain);
/// The reverse; nothing when the padding is wrong, as with another key.
[[nodiscard]] std::optional<std::string> decrypt_bytes(std::string_view key, std::string_view encrypted);

/// A message as it stands in <Encrypt>. `random` has 16 bytes.
[[nodiscard]] std::string encrypt_message(std::string_view key, std::string_view receive_id,
                                          std::string_view message, std::string_view random);

struct decrypted_message {
  std::string message;
  std::string receive_id;
};
/// Nothing for a text that was not made with this key.
[[nodiscard]] std::optional<decrypted_message> decrypt_message(std::string_view key,
                                                               std::string_view encrypted);

[[nodiscard]] std::string sign_message(std::string_view token, std::string_view timestamp,
                                       std::string_view nonce, std::string_view encrypted);

}  // namespace errdex::emulation::wecom
