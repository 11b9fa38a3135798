#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <ostream>
#include <thread>

#include "cli/emulator/remote.hpp"

namespace errdex::cli {
namespace {

namespace json = boost::json;

struct options {
  bool follow = false, failed = false, clear = false;
  std::string endpoint, code;
  std::int64_t limit = 100;
};

std::string query_of(const options& o, std::int64_t since) {
  std::string out = "/journal?limit=" + std::to_string(o.limit) + "&since=" + std::to_string(since);
  if (o.failed) out += "&failed=true";
  if (!o.endpoint.empty()) out += "&endpoint=" + encoded(o.endpoint);
  if (!o.code.empty()) out += "&code=" + encoded(o.code);
  return out;
}

void print_all(const json::value& records, context& c, bool as_json) {
  const style paint(c.screen);
  for (const auto& r : records.as_array())
    c.out << (as_json ? json::serialize(r) : record_line(r, paint)) << '\n';
  c.out << std::flush;
}

int follow(const options& o, context& c, remote& to, bool as_json) {
  std::int64_t seen = 0, cleared = -1;
  while (c.out) {
    const auto health = to.get("/health");
    const std::int64_t last = number_of(health.at("journal"), "last");
    const std::int64_t times = number_of(health.at("journal"), "cleared");
    // After a reset numbers begin at 1 again.
    if (times != cleared || last < seen) seen = 0;
    cleared = times;
    if (last > seen) {
      print_all(to.get(query_of(o, seen)), c, as_json);
      seen = last;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
  }
  return success;
}

}  // namespace

void add_emulator_journal(emulator_commands& all) {
  auto o = std::make_shared<options>();
  CLI::App& sub = all.add("journal", "Show requests and their answers, credentials masked, the oldest first",
                          [o](context& c, remote& to, const remote_options& where) {
                            if (o->clear) {
                              const auto done = to.remove("/journal");
                              if (where.json) return print_json(c, done);
                              c.out << "the journal is empty\n";
                              return success;
                            }
                            if (o->follow) return follow(*o, c, to, where.json);
                            const auto records = to.get(query_of(*o, 0));
                            print_all(records, c, where.json);
                            return records.as_array().empty() ? not_found : success;
                          });
  auto* follows = sub.add_flag("--follow", o->follow, "Go on with what comes, until it is ended with Ctrl+C");
  sub.add_flag("--failed", o->failed, "Only failures");
  sub.add_option("--endpoint", o->endpoint, "Only this endpoint")->type_name("NAME");
  sub.add_option("--code", o->code, "Only answers with this code, such as wecom:60111")->type_name("CODE");
  sub.add_option("--limit", o->limit, "The latest so many")
      ->type_name("N")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  sub.add_flag("--clear", o->clear, "Forget all of them")->excludes(follows);
}

}  // namespace errdex::cli
