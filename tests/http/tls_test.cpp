#include "http/tls.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "http/client.hpp"
#include "http/server.hpp"
#include "http/wire.hpp"

namespace errdex::http {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
namespace fs = std::filesystem;

class Tls : public testing::Test {
 protected:
  Tls() {
    std::string pattern = (fs::temp_directory_path() / "errdex-tls-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~Tls() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string text(const std::string& file) const {
    std::ostringstream out;
    out << std::ifstream(folder_ / file).rdbuf();
    return out.str();
  }
  [[nodiscard]] unsigned mode(const std::string& file) const {
    struct stat s {};
    EXPECT_EQ(::stat((folder_ / file).c_str(), &s), 0);
    return s.st_mode & 0777U;
  }
  [[nodiscard]] tls_files certificate() const {
    return local_certificate(folder_, {"localhost", "127.0.0.1", "::1"});
  }
  [[nodiscard]] server_options options() const {
    server_options o;
    o.tls = certificate();
    return o;
  }
  [[nodiscard]] client_options trusting() const {
    client_options o;
    o.authorities = folder_ / "ca.pem";
    return o;
  }

  fs::path folder_;
};

site hello() {
  return {[](const request&) {
            response out;
            out.body = std::string(100'000, 'x');
            return out;
          },
          nullptr, nullptr};
}

TEST_F(Tls, ServesWhoTrustsTheLocalAuthority) {
  server s(hello(), options());
  s.start();
  EXPECT_THAT(s.url(), StartsWith("https://127.0.0.1:"));
  client web(trusting());
  for (int i = 0; i < 3; ++i) {
    const auto got = web.send({.url = s.url() + "/"});
    ASSERT_TRUE(got) << got.detail;
    EXPECT_EQ(got.answer.body.size(), 100'000U);
    EXPECT_EQ(got.reused, i > 0);
  }
  EXPECT_TRUE(web.send({.url = "https://localhost:" + std::to_string(s.port()) + "/"}));
  EXPECT_TRUE(s.drain(std::chrono::seconds(10)));
}

TEST_F(Tls, IsNotTrustedByOthers) {
  server s(hello(), options());
  s.start();
  EXPECT_EQ(client().send({.url = s.url()}).error, client_error::not_trusted);
}

TEST_F(Tls, IsNotTrustedForAnotherHost) {
  server_options o = options();
  o.tls = local_certificate(folder_ / "other", {"errdex.example"});
  server s(hello(), o);
  s.start();
  client_options trust;
  trust.authorities = folder_ / "other" / "ca.pem";
  EXPECT_EQ(client(trust).send({.url = s.url()}).error, client_error::not_trusted);
}

TEST_F(Tls, TakesNoPlainText) {
  server s(hello(), options());
  s.start();
  wire w(s.port());
  w.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(w.everything(), testing::Not(HasSubstr("HTTP/1.1 200")));
}

TEST_F(Tls, DoesNotWaitForeverForAHandshake) {
  server_options o = options();
  o.rules.limits.header_time = std::chrono::milliseconds(1);
  server s(hello(), o);
  s.start();
  wire w(s.port());
  EXPECT_EQ(w.everything(), "");
}

TEST_F(Tls, KeepsPrivateFilesPrivate) {
  (void)certificate();
  EXPECT_EQ(mode("ca-key.pem"), 0600U);
  EXPECT_EQ(mode("server-key.pem"), 0600U);
  EXPECT_EQ(mode(""), 0700U);
  EXPECT_THAT(text("ca-key.pem"), StartsWith("-----BEGIN PRIVATE KEY-----"));
  EXPECT_THAT(text("server.pem"), testing::Not(HasSubstr("PRIVATE")));
}

TEST_F(Tls, KeepsItsFilesWhileTheyFit) {
  (void)certificate();
  const std::string authority = text("ca.pem");
  const std::string first = text("server.pem");
  (void)certificate();
  EXPECT_EQ(text("server.pem"), first);
  (void)local_certificate(folder_, {"localhost", "errdex.example"});
  EXPECT_NE(text("server.pem"), first);
  EXPECT_EQ(text("ca.pem"), authority);
}

TEST_F(Tls, ReplacesFilesThatAreDamaged) {
  (void)certificate();
  std::ofstream(folder_ / "server-key.pem") << "nonsense";
  const server s(hello(), options());
  std::ofstream(folder_ / "ca.pem") << "nonsense";
  const server t(hello(), options());
}

TEST_F(Tls, NamesTheFileThatCannotBeUsed) {
  server_options o;
  o.tls = tls_files{folder_ / "no.pem", folder_ / "no-key.pem"};
  try {
    server s(hello(), o);
    FAIL();
  } catch (const std::runtime_error& e) {
    EXPECT_THAT(e.what(), HasSubstr("cannot use the certificate " + (folder_ / "no.pem").string()));
  }
  o.tls = certificate();
  o.tls->key = folder_ / "ca-key.pem";  // Of another certificate.
  EXPECT_THROW(server(hello(), o), std::runtime_error);
}

TEST_F(Tls, RefusesHostsThatNoCertificateCanName) {
  EXPECT_THROW((void)local_certificate(folder_, {"a,DNS:b"}), std::runtime_error);
}

}  // namespace
}  // namespace errdex::http
