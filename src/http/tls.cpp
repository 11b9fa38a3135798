#include "http/tls.hpp"

#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace errdex::http {
namespace {

namespace fs = std::filesystem;

template <auto Free>
struct freed_by {
  template <typename T>
  void operator()(T* p) const noexcept {
    Free(p);
  }
};
using certificate = std::unique_ptr<X509, freed_by<::X509_free>>;
using private_key = std::unique_ptr<EVP_PKEY, freed_by<::EVP_PKEY_free>>;
using stream = std::unique_ptr<BIO, freed_by<::BIO_free_all>>;
using extension = std::unique_ptr<X509_EXTENSION, freed_by<::X509_EXTENSION_free>>;

constexpr long day = 24 * 60 * 60;
constexpr long authority_lasts = 3650 * day;
constexpr long certificate_lasts = 397 * day;
constexpr long renew_before = 30 * day;

[[noreturn]] void fail(const std::string& what) {
  std::array<char, 256> why{};
  const unsigned long code = ::ERR_get_error();
  if (code != 0) ::ERR_error_string_n(code, why.data(), why.size());
  throw std::runtime_error(what + (code != 0 ? std::string(": ") + why.data() : std::string()));
}

/// The text as a file that only its owner may read when it is private; whole, or not at all.
void write_file(const fs::path& path, std::string_view text, bool secret) {
  const std::string next = path.string() + ".new";
  ::unlink(next.c_str());
  const int fd = ::open(next.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, secret ? 0600 : 0644);
  if (fd < 0) throw std::system_error(errno, std::generic_category(), "cannot write " + path.string());
  const bool written =
      ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(fd) == 0;
  const int error = errno;
  ::close(fd);
  if (!written || ::rename(next.c_str(), path.c_str()) != 0) {
    const int reason = written ? errno : error;
    ::unlink(next.c_str());
    throw std::system_error(reason, std::generic_category(), "cannot write " + path.string());
  }
}

std::string text_of(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  return {data, static_cast<std::size_t>(size)};
}

void write_key(const fs::path& path, EVP_PKEY* key) {
  const stream out(::BIO_new(::BIO_s_mem()));
  if (!out || ::PEM_write_bio_PKCS8PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
    fail("cannot encode a private key");
  write_file(path, text_of(out.get()), true);
}

void write_certificates(const fs::path& path, std::initializer_list<X509*> all) {
  const stream out(::BIO_new(::BIO_s_mem()));
  for (X509* one : all)
    if (!out || ::PEM_write_bio_X509(out.get(), one) != 1) fail("cannot encode a certificate");
  write_file(path, text_of(out.get()), false);
}

certificate read_certificate(const fs::path& path) {
  const stream in(::BIO_new_file(path.c_str(), "r"));
  return certificate(in ? ::PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr) : nullptr);
}

private_key read_key(const fs::path& path) {
  const stream in(::BIO_new_file(path.c_str(), "r"));
  return private_key(in ? ::PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr) : nullptr);
}

bool is_address(const std::string& host) {
  return host.find(':') != std::string::npos || host.find_first_not_of("0123456789.") == std::string::npos;
}

std::string without_brackets(const std::string& host) {
  return host.size() > 2 && host.front() == '[' ? host.substr(1, host.size() - 2) : host;
}

std::string alternative_names(const std::vector<std::string>& hosts) {
  std::string out;
  for (const auto& h : hosts) {
    const std::string host = without_brackets(h);
    // A comma would begin another extension value.
    if (host.empty() || host.find_first_of(",\n\r") != std::string::npos)
      throw std::runtime_error("\"" + host + "\" is no host that a certificate can name");
    out += (out.empty() ? "" : ",") + std::string(is_address(host) ? "IP:" : "DNS:") + host;
  }
  return out;
}

void add_extension(X509* to, X509* issuer, int id, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  ::X509V3_set_ctx(&context, issuer, to, nullptr, nullptr, 0);
  const extension made(::X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str()));
  if (!made || ::X509_add_ext(to, made.get(), -1) != 1)
    fail("cannot make a certificate's extension " + value);
}

/// Version, number, times, key and subject; the issuer is left to the caller.
certificate blank(EVP_PKEY* key, const std::string& name, long lasts) {
  certificate out(::X509_new());
  if (!out) fail("cannot make a certificate");
  ::X509_set_version(out.get(), X509_VERSION_3);
  std::array<unsigned char, 16> number{};
  if (::RAND_bytes(number.data(), static_cast<int>(number.size())) != 1) fail("no random numbers");
  number[0] &= 0x7F;
  const std::unique_ptr<BIGNUM, freed_by<::BN_free>> big(
      ::BN_bin2bn(number.data(), static_cast<int>(number.size()), nullptr));
  ::BN_to_ASN1_INTEGER(big.get(), ::X509_get_serialNumber(out.get()));
  // An hour back, for clocks that are not quite right.
  ::X509_gmtime_adj(X509_getm_notBefore(out.get()), -3600);
  ::X509_gmtime_adj(X509_getm_notAfter(out.get()), lasts);
  ::X509_set_pubkey(out.get(), key);
  ::X509_NAME_add_entry_by_txt(::X509_get_subject_name(out.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  return out;
}

void sign(X509* one, EVP_PKEY* key) {
  if (::X509_sign(one, key, ::EVP_sha256()) == 0) fail("cannot sign a certificate");
}

private_key new_key() {
  private_key out(::EVP_EC_gen("P-256"));
  if (!out) fail("cannot make a private key");
  return out;
}

struct authority {
  certificate self;
  private_key key;
};

authority make_authority(const fs::path& folder) {
  authority out{nullptr, new_key()};
  out.self = blank(out.key.get(), "errdex local authority", authority_lasts);
  ::X509_set_issuer_name(out.self.get(), ::X509_get_subject_name(out.self.get()));
  add_extension(out.self.get(), out.self.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  add_extension(out.self.get(), out.self.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(out.self.get(), out.self.get(), NID_subject_key_identifier, "hash");
  sign(out.self.get(), out.key.get());
  write_key(folder / "ca-key.pem", out.key.get());
  write_certificates(folder / "ca.pem", {out.self.get()});
  return out;
}

bool lasts(X509* one, long seconds) {
  std::time_t then = std::time(nullptr) + seconds;
  return ::X509_cmp_time(::X509_get0_notAfter(one), &then) > 0;
}

bool names(X509* one, const std::vector<std::string>& hosts) {
  for (const auto& h : hosts) {
    const std::string host = without_brackets(h);
    const int matches = is_address(host) ? ::X509_check_ip_asc(one, host.c_str(), 0)
                                         : ::X509_check_host(one, host.c_str(), host.size(), 0, nullptr);
    if (matches != 1) return false;
  }
  return true;
}

/// Whether the authority made this one, for this key.
bool fits(X509* one, EVP_PKEY* key, const authority& by) {
  return one != nullptr && key != nullptr && ::X509_check_private_key(one, key) == 1 &&
         ::X509_verify(one, by.key.get()) == 1;
}

}  // namespace

tls_files local_certificate(const std::string& folder_name, const std::vector<std::string>& hosts) {
  const fs::path folder(folder_name);
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw std::system_error(error, "cannot make the folder " + folder_name);
  ::chmod(folder.c_str(), 0700);

  authority by{read_certificate(folder / "ca.pem"), read_key(folder / "ca-key.pem")};
  if (!by.self || !by.key || ::X509_check_private_key(by.self.get(), by.key.get()) != 1 ||
      !lasts(by.self.get(), certificate_lasts))
    by = make_authority(folder);

  tls_files out{(folder / "server.pem").string(), (folder / "server-key.pem").string()};
  const certificate there = read_certificate(out.certificate);
  const private_key its_key = read_key(out.key);
  // What could not be read is made anew; its errors are of no further interest.
  ::ERR_clear_error();
  if (fits(there.get(), its_key.get(), by) && lasts(there.get(), renew_before) && names(there.get(), hosts))
    return out;

  const private_key key = new_key();
  const certificate made = blank(key.get(), without_brackets(hosts.front()), certificate_lasts);
  ::X509_set_issuer_name(made.get(), ::X509_get_subject_name(by.self.get()));
  add_extension(made.get(), by.self.get(), NID_basic_constraints, "critical,CA:FALSE");
  add_extension(made.get(), by.self.get(), NID_key_usage, "critical,digitalSignature");
  add_extension(made.get(), by.self.get(), NID_ext_key_usage, "serverAuth");
  add_extension(made.get(), by.self.get(), NID_subject_alt_name, alternative_names(hosts));
  add_extension(made.get(), by.self.get(), NID_authority_key_identifier, "keyid");
  sign(made.get(), by.key.get());
  write_key(out.key, key.get());
  write_certificates(out.certificate, {made.get(), by.self.get()});
  return out;
}

}  // namespace errdex::http
