#include <pthread.h>

#include <charconv>
#include <csignal>
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/program.hpp"
#include "cli/serve_site.hpp"
#include "cli/terminal.hpp"
#include "emulator/platform/emulator.hpp"
#include "http/server.hpp"

namespace errdex::cli {
namespace {

struct options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 7340;
  unsigned threads = 1;
  std::string fixture;
  std::string state;
  std::string clock = "running";
  std::string at;
  std::string profile = "table";
  std::uint64_t seed = 1;
  std::string admin_token;
  std::vector<std::string> worlds;
  std::vector<std::string> callback_hosts;
  bool no_limits = false;
  bool quiet = false;
};

std::string read_file(const std::string& name) {
  std::ifstream in(name, std::ios::binary);
  if (!in) throw usage_error("cannot read " + printable(name));
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

emulation::emulator_options settings(const options& o) {
  emulation::emulator_options out;
  if (!o.fixture.empty()) out.fixture = read_file(o.fixture);
  out.state_file = o.state;
  out.seed = o.seed;
  out.admin_token = o.admin_token;
  out.callback_hosts = o.callback_hosts;
  out.settings.profile = emulation::profile_of(o.profile).value_or(emulation::profile::table);
  out.settings.rate_limits = !o.no_limits;
  if (!o.at.empty()) {
    const auto moment = emulation::parse_instant(o.at);
    if (!moment)
      throw usage_error("--at must be a moment such as 2026-01-05T01:00:00Z, or seconds since 1970");
    out.clock.set(*moment);
  }
  if (o.clock == "frozen") {
    if (o.at.empty()) out.clock.set(emulation::default_start);
    out.clock.freeze();
  }
  return out;
}

struct port_of_world {
  std::string world;
  std::uint16_t port = 0;
};

/// "ci=7341" of each --world.
std::vector<port_of_world> ports_of_worlds(const options& o) {
  std::vector<port_of_world> out;
  for (const std::string& given : o.worlds) {
    const auto at = given.rfind('=');
    port_of_world made{given.substr(0, at), 0};
    const std::string_view digits =
        at == std::string::npos ? std::string_view() : std::string_view(given).substr(at + 1);
    const auto [end, bad] = std::from_chars(digits.data(), digits.data() + digits.size(), made.port);
    if (bad != std::errc() || end != digits.data() + digits.size() || made.world.empty() ||
        made.world.size() > 100)
      throw usage_error("--world " + printable(given) + ": give a name and a port, as in --world ci=7341");
    for (const port_of_world& other : out)
      if (other.world == made.world)
        throw usage_error("--world " + printable(made.world) + " is given twice");
    out.push_back(std::move(made));
  }
  return out;
}

/// One line for a request: its time, what was asked, and for a failure the code and what was wrong. The same
/// for a callback: the event, and where it went.
void print_record(std::ostream& out, const style& paint, const emulation::journal_record& r,
                  const emulation::secret_names& secrets) {
  out << paint.dim(emulation::format_instant(r.at).substr(11, 8)) << ' ';
  if (r.event.empty())
    out << r.method << ' ' << printable(emulation::mask(r.target, secrets));
  else
    out << paint.cyan("callback") << ' ' << r.event << " to "
        << printable(r.target.substr(0, r.target.find('?')));
  out << ' ' << r.status;
  if (!r.code.empty())
    out << ' ' << paint.red(r.code) << ' ' << printable(r.failure);
  else if (!r.failure.empty())
    out << ' ' << printable(r.failure);
  out << '\n' << std::flush;
}

int run(const options& o, context& c) {
  const auto worlds = ports_of_worlds(o);
  std::unique_ptr<emulation::emulator> emulator;
  try {
    auto chosen = settings(o);
    if (!o.quiet) {
      chosen.observe = [&out = c.err, paint = style(c.screen)](const emulation::journal_record& r,
                                                               const emulation::secret_names& secrets) {
        print_record(out, paint, r, secrets);
      };
    }
    emulator = std::make_unique<emulation::emulator>(emulation::all_platforms(), chosen);
  } catch (const std::invalid_argument& e) {
    throw usage_error(e.what());
  } catch (const emulation::store_error& e) {
    throw usage_error(e.what());
  }
  // Blocked before the threads are made, so that only this one takes them.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  sigset_t before;
  pthread_sigmask(SIG_BLOCK, &ends, &before);
  try {
    const emulation::callback_worker callbacks(*emulator);
    const auto listen = [&](const std::string& world, std::uint16_t port) {
      site_parts parts;
      parts.running = emulator->handler(world);
      auto made = std::make_unique<http::server>(serve_site(*c.codes, std::move(parts)),
                                                 http::server_options{o.address, port, o.threads, {}, {}});
      made->start();
      return made;
    };
    const auto first = listen({}, o.port);
    std::vector<std::unique_ptr<http::server>> others;
    for (const port_of_world& w : worlds) {
      (void)emulator->world(w.world);
      others.push_back(listen(w.world, w.port));
    }
    c.out << "emulating";
    for (const auto& p : emulator->platforms())
      c.out << ' ' << p->name() << " (" << p->endpoints().size() << " endpoints)";
    c.out << " at " << first->url() << "; what happens is shown at " << first->url() << "/emulator\n";
    for (std::size_t i = 0; i < others.size(); ++i)
      c.out << "world " << printable(worlds[i].world) << " at " << others[i]->url() << '\n';
    c.out << std::flush;
    int signal = 0;
    sigwait(&ends, &signal);
    first->drain(std::chrono::seconds(5));
    for (const auto& other : others) other->drain(std::chrono::seconds(5));
  } catch (const std::system_error& e) {
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    throw usage_error(e.what());
  } catch (const std::invalid_argument& e) {
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    throw usage_error(e.what());
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return success;
}

}  // namespace

void add_emulate(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub = p.command(
      "emulate",
      "Run the platforms on this machine: point an SDK here and meet each error under its condition",
      [o](context& c) { return run(*o, c); },
      {{"errdex emulate", "at http://127.0.0.1:7340, with an organisation that is ready to use"},
       {"errdex emulate --clock frozen --state work.db",
        "time stands still; what was answered survives a crash"},
       {"errdex emulate --world one=7341 --world two=7342", "a port for each of two tests that run at once"},
       {"curl -s 'http://127.0.0.1:7340/cgi-bin/gettoken?corpid=ww0123456789abcdef&corpsecret=crm-secret'",
        "a first call"}});
  sub.add_option("--address", o->address, "Address to listen at")
      ->capture_default_str()
      ->type_name("ADDRESS");
  sub.add_option("--port", o->port, "Port to listen at; 0 for any free one")
      ->capture_default_str()
      ->type_name("PORT");
  sub.add_option("--world", o->worlds,
                 "Besides, a port for a world of this name, which shares nothing with the others; may be "
                 "repeated. On the first port the header X-Errdex-World chooses a world")
      ->type_name("NAME=PORT");
  sub.add_option("--threads", o->threads, "Threads that answer; 0 for one a core")
      ->capture_default_str()
      ->type_name("N");
  sub.add_option("--fixture", o->fixture,
                 "Who is there at the start, as YAML; the built-in organisation when it is not given")
      ->type_name("FILE");
  sub.add_option("--state", o->state, "Keep everything in this file; in memory when it is not given")
      ->type_name("FILE");
  sub.add_option("--clock", o->clock, "running or frozen")
      ->capture_default_str()
      ->check(CLI::IsMember({"running", "frozen"}));
  sub.add_option("--at", o->at, "The moment at which the clock starts")->type_name("TIME");
  sub.add_option("--profile", o->profile,
                 "table: the documented code of each field; wire: as the live service is known to answer")
      ->capture_default_str()
      ->check(CLI::IsMember({"table", "wire"}));
  sub.add_option("--seed", o->seed, "What ids, tokens and drawn faults are made from")
      ->capture_default_str()
      ->type_name("N");
  sub.add_option("--admin-token", o->admin_token,
                 "Lets other machines use the admin interface with this bearer token")
      ->type_name("TEXT");
  sub.add_option("--allow-callbacks-to", o->callback_hosts,
                 "A host besides this machine that callbacks may be sent to; may be repeated")
      ->type_name("HOST");
  sub.add_flag("--no-limits", o->no_limits, "Do not count calls");
  sub.add_flag("--quiet", o->quiet, "Print no line for each request");
}

}  // namespace errdex::cli
