// Certificates for a server: given ones, or a local authority that is made on first use.
#pragma once

#include <string>
#include <vector>

namespace errdex::http {

/// PEM files: the certificate with those that it was signed by behind it, and its private key.
struct tls_files {
  std::string certificate;
  std::string key;
};

/// A certificate for these hosts (names and addresses), signed by an authority of one's own in `folder`.
///
/// What is missing is made: ca.pem, which callers are told to trust, and server.pem, each with its key beside
/// it (…-key.pem), readable by the owner alone. The authority lasts ten years and signs nothing but what is
/// made here; the certificate lasts 397 days, as long as browsers take, and is made anew when it has less
/// than a month left or does not name all hosts. Throws std::runtime_error with the file and the reason.
[[nodiscard]] tls_files local_certificate(const std::string& folder, const std::vector<std::string>& hosts);

}  // namespace errdex::http
