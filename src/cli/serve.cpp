#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <ostream>
#include <system_error>

#include "cli/event_log.hpp"
#include "cli/program.hpp"
#include "cli/serve_site.hpp"
#include "cli/settings.hpp"
#include "cli/terminal.hpp"
#include "errdex/version.hpp"
#include "http/listener.hpp"
#include "http/request_rules.hpp"
#include "http/secrets.hpp"
#include "http/server.hpp"

namespace errdex::cli {
namespace {

struct options {
  http::server_options server{
      .address = "127.0.0.1", .port = 7340, .threads = 2, .rules = {}, .tls = std::nullopt};
  std::chrono::milliseconds drain_time{10'000};
  std::string log = "text";
  bool access_log = false;
  bool local_tls = false;
  bool no_emulator = false;
  std::string certificate;
  std::string key;
  std::string public_url;
  std::string tls_folder;
  std::optional<settings> known;
};

void declare(CLI::App& sub, options& o) {
  http::limits& l = o.server.rules.limits;
  settings& s = o.known.emplace(sub, "serve");
  s.add("address", o.server.address,
        "IPv4 or IPv6 address to listen on; 0.0.0.0 for every one of this machine, which needs --allow-host");
  s.add("port", o.server.port, "Port to listen on; 0 takes any free one and prints it");
  s.add("threads", o.server.threads, "Threads that serve; 0 for one a core");
  s.add("allow-host", o.server.rules.hosts,
        "A host name by which callers may call this server, without its port; may be repeated. Without any, "
        "every name is taken, which only a loopback address may do")
      .type_name("HOST")
      ->delimiter(',')
      ->default_str("");
  s.add_flag(
      "tls", o.local_tls,
      "Serve HTTPS with a certificate of a local authority, which is made on first use; callers trust its "
      "ca.pem");
  s.add("tls-cert", o.certificate,
        "Serve HTTPS with this certificate: PEM, with those that signed it behind it")
      .type_name("FILE");
  s.add("tls-key", o.key, "The private key of --tls-cert: PEM, without a password").type_name("FILE");
  s.add("tls-folder", o.tls_folder,
        "Where --tls keeps its files (default: errdex/tls in XDG_STATE_HOME or ~/.local/state)")
      .type_name("FOLDER");
  s.add(
       "public-url", o.public_url,
       "The address under which people know this site, such as https://errors.example.com, for its canonical "
       "links and site map; without it, the one under which a request comes")
      .type_name("URL")
      ->default_str("");
  s.add_size("max-target", l.target, "Longest request target, path and query together; 414 beyond");
  s.add_size("max-header", l.header_bytes, "Longest header section of a request; 431 beyond");
  s.add("max-fields", l.header_fields, "Most header fields of a request; 431 beyond");
  s.add_size("max-body", l.body, "Longest body of a request, unless its address takes less; 413 beyond");
  s.add_time("header-time", l.header_time,
             "Time from a request's first byte to the end of its header, however its bytes come; 408 beyond");
  s.add_time("body-time", l.body_time, "Time from there to the end of its body; 408 beyond");
  s.add_time("idle-time", l.idle_time,
             "Time that a connection may wait for its next request before it is closed");
  s.add_time("write-time", l.write_time,
             "Time that a caller may take to read an answer, and a second more for each 16 KiB of it");
  s.add("max-connections", l.connections, "Most connections at one time, 0 for no bound; 503 beyond");
  s.add("max-connections-by-address", l.connections_by_address,
        "Most of them from one address, 0 for no bound; 503 beyond. Behind a reverse proxy all come from its "
        "address, so raise it there");
  s.add_time("drain-time", o.drain_time,
             "Time that requests under way may take to end after SIGTERM or Ctrl+C, before they are cut off");
  s.add_flag("no-emulator", o.no_emulator,
             "Do not emulate the platforms beside the page; without it their paths are served on a loopback "
             "address, and only there");
  s.add("log", o.log, "Form of the log on standard error: text or json")
      .check(CLI::IsMember({"text", "json"}));
  s.add_flag("access-log", o.access_log, "Log every request; tokens, secrets and pasted texts are masked");
}

std::string default_tls_folder() {
  if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/')
    return std::string(state) + "/errdex/tls";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
    return std::string(home) + "/.local/state/errdex/tls";
  throw usage_error(
      "--tls needs a place for its files, and neither HOME nor XDG_STATE_HOME is set: give --tls-folder");
}

/// A scheme and a host, without a path.
bool is_origin(std::string_view url) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!url.starts_with(scheme)) continue;
    const std::string_view authority = url.substr(scheme.size());
    return authority.find_first_of("/?# ") == std::string_view::npos &&
           http::host_name(authority).has_value();
  }
  return false;
}

void check(const options& o) {
  const auto& hosts = o.server.rules.hosts;
  for (const auto& host : hosts)
    if (http::host_name(host) != host)
      throw usage_error("--allow-host " + host +
                        ": give a host name or address alone, without scheme, port or path");
  if (hosts.empty() && !http::is_loopback(o.server.address))
    throw usage_error(
        "--address " + o.server.address +
        " can be reached from other machines: name the hosts that it is called by, as in --allow-host "
        "errdex.example.com");
  if (!o.public_url.empty() && !is_origin(o.public_url))
    throw usage_error("--public-url " + o.public_url +
                      ": give http:// or https:// and a host, with a port if need be, and nothing behind it");
  if (o.certificate.empty() != o.key.empty())
    throw usage_error("--tls-cert and --tls-key belong together; give both");
  if (o.local_tls && !o.certificate.empty())
    throw usage_error("--tls makes a certificate of its own; give either it or --tls-cert and --tls-key");
}

std::optional<http::tls_files> certificate_for(const options& o) {
  if (!o.certificate.empty()) return http::tls_files{o.certificate, o.key};
  if (!o.local_tls) return std::nullopt;
  std::vector<std::string> hosts = {"localhost", "127.0.0.1", "::1"};
  hosts.insert(hosts.end(), o.server.rules.hosts.begin(), o.server.rules.hosts.end());
  return http::local_certificate(o.tls_folder.empty() ? default_tls_folder() : o.tls_folder, hosts);
}

/// As many descriptors as the connections need, as far as the system lets us. The number that is too few, or
/// 0.
std::uint64_t raise_descriptor_limit(std::size_t connections) {
  rlimit now{};
  if (::getrlimit(RLIMIT_NOFILE, &now) != 0) return 0;
  const rlim_t wanted = connections + 64;
  if (now.rlim_cur >= wanted) return 0;
  now.rlim_cur = std::min(wanted, now.rlim_max);
  ::setrlimit(RLIMIT_NOFILE, &now);
  return now.rlim_cur < wanted ? now.rlim_cur : 0;
}

void announce(const http::server& s, const options& o, context& c) {
  const std::string url = s.url();
  if (o.log == "json") {
    event_log(STDOUT_FILENO, log_form::json).write("listening", {{"url", url}, {"version", ERRDEX_VERSION}});
    return;
  }
  if (!c.screen.interactive) {
    c.out << "listening on " << url << std::endl;
    return;
  }
  const style paint(c.screen);
  const bool zh = c.lang == language::zh;
  c.out << '\n'
        << "  " << paint.bold("errdex") << " " ERRDEX_VERSION "\n\n"
        << "  " << paint.bold(paint.cyan(url)) << "\n\n"
        << paint.dim(zh ? "  按 Ctrl+C 结束；已经到达的请求会先答完。"
                        : "  Ctrl+C ends it; requests that have come in are answered first.")
        << "\n";
  if (o.local_tls)
    c.out << paint.dim((zh ? "  请信任：" : "  Trust: ") +
                       (o.tls_folder.empty() ? default_tls_folder() : o.tls_folder) + "/ca.pem")
          << "\n";
  c.out << std::endl;
}

/// Blocks the signals that end the server, in this thread and those it starts; a second one of them, once the
/// first was taken, ends the program at once.
class ending_signals {
 public:
  ending_signals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }
  void wait() const {
    int signal = 0;
    while (::sigwait(&set_, &signal) != 0) {
    }
    ::pthread_sigmask(SIG_UNBLOCK, &set_, nullptr);
  }

 private:
  sigset_t set_{};
};

int run(options& o, context& c) {
  o.known->read_file();
  check(o);
  event_log log(STDERR_FILENO, o.log == "json" ? log_form::json : log_form::text);
  o.server.tls = certificate_for(o);
  if (const auto few = raise_descriptor_limit(o.server.rules.limits.connections))
    log.write("few_descriptors", {{"limit", few}, {"wanted", o.server.rules.limits.connections + 64}});
  if (o.access_log) {
    o.server.rules.seen = [&log](const http::exchange& e) {
      const std::string target = e.asked == nullptr ? "" : http::masked_target(e.asked->target);
      log.write("request", {{"peer", e.peer},
                            {"method", e.asked == nullptr ? std::string_view() : e.asked->method},
                            {"target", target},
                            {"status", e.status},
                            {"bytes", e.bytes},
                            {"microseconds", static_cast<std::uint64_t>(e.duration.count())}});
    };
  }
  // A reader of the log that goes away does not take the server with it.
  std::signal(SIGPIPE, SIG_IGN);
  const ending_signals signals;
  std::optional<http::server> server;
  try {
    site_parts parts;
    parts.emulator = !o.no_emulator && http::is_loopback(o.server.address);
    parts.public_url = o.public_url;
    parts.secure = o.server.tls.has_value();
    parts.connections = [&server] { return server ? server->connections() : 0; };
    server.emplace(serve_site(*c.codes, std::move(parts)), o.server);
  } catch (const std::system_error& e) {
    if (e.code() != std::errc::address_in_use) throw usage_error(e.what());
    throw usage_error(std::string(e.what()) +
                      "; another program has this port. Take another one with --port, or any with --port 0");
  } catch (const std::exception& e) {
    throw usage_error(e.what());
  }
  server->start();
  announce(*server, o, c);
  signals.wait();
  log.write("draining", {{"connections", server->connections()}});
  const bool whole = server->drain(o.drain_time);
  log.write("ended", {{"cut_off", std::string_view(whole ? "no" : "yes")}});
  return success;
}

}  // namespace

void add_serve(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub = p.command(
      "serve", "Serve the page, the API and the emulated platforms on one address",
      [o](context& c) { return run(*o, c); },
      {{"errdex serve", "on http://127.0.0.1:7340, for this machine"},
       {"errdex serve --port 0 --log json", "on any free port; the first line says which"},
       {"errdex serve --address 0.0.0.0 --allow-host errdex.example.com", "for others, by this name alone"},
       {"errdex serve --tls", "HTTPS with a local authority"},
       {"errdex serve --config /etc/errdex.toml", "settings from a file: [serve], then port = 7340 …"}});
  declare(sub, *o);
}

}  // namespace errdex::cli
