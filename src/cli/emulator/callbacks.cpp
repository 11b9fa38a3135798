#include <boost/json/array.hpp>
#include <ostream>

#include "cli/emulator/remote.hpp"

namespace errdex::cli {
namespace {

namespace json = boost::json;

struct options {
  std::string what = "list";
  std::string state;
  std::int64_t limit = 100;
};

std::string line_of(const json::value& e, const style& paint) {
  const std::string state = text_of(e, "state");
  std::string out = pad(text_of(e, "id"), 5);
  out += (state == "delivered" ? paint.green(pad(state, 10))
          : state == "failed"  ? paint.red(pad(state, 10))
                               : paint.yellow(pad(state, 10))) +
         ' ' + text_of(e, "platform") + ' ' + printable(text_of(e, "event")) + " to " +
         printable(text_of(e, "url"));
  if (const std::string why = text_of(e, "problem"); !why.empty()) out += ": " + printable(why);
  if (state == "pending")
    out += paint.dim(", due " + moment_text(text_of(e, "due")) + ", tried " + text_of(e, "tried") + " of " +
                     text_of(e, "attempts"));
  return out;
}

void print_one(const json::value& e, context& c) {
  const auto line = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) c.out << "  " << pad(name, 10) << printable(value) << '\n';
  };
  c.out << line_of(e, style(c.screen)) << '\n';
  line("created", moment_text(text_of(e, "created")));
  line("tried", text_of(e, "tried") + " of " + text_of(e, "attempts"));
  line("message", text_of(e, "message"));
  line("sent", text_of(e, "body"));
  if (const auto* answer = e.as_object().if_contains("answer"))
    line("answered", "HTTP " + text_of(*answer, "status") + ' ' + text_of(*answer, "body"));
  line("reply", text_of(e, "reply"));
}

int run(const options& o, context& c, remote& to, const remote_options& where) {
  if (o.what == "deliver") {
    const auto done = to.post("/callbacks/deliver");
    if (where.json) return print_json(c, done);
    if (text_of(done, "by") == "request")
      c.out << text_of(done, "delivered") << " delivered, " << text_of(done, "failed") << " failed, "
            << text_of(done, "to_retry") << " to be tried again; ";
    c.out << text_of(done, "pending") << " pending\n";
    return success;
  }
  if (o.what != "list") {
    const auto one = to.get("/callbacks/" + encoded(o.what));
    if (where.json) return print_json(c, one);
    print_one(one, c);
    return success;
  }
  const auto all =
      to.get("/callbacks?limit=" + std::to_string(o.limit) + (o.state.empty() ? "" : "&state=" + o.state));
  if (where.json) return print_json(c, all);
  for (const auto& e : all.as_array()) c.out << line_of(e, style(c.screen)) << '\n';
  if (all.as_array().empty()) c.out << "no event was sent yet\n";
  return success;
}

}  // namespace

void add_emulator_callbacks(emulator_commands& all) {
  auto o = std::make_shared<options>();
  CLI::App& sub =
      all.add("callbacks", "Show the events that the platforms send to applications, and what came of each",
              [o](context& c, remote& to, const remote_options& where) { return run(*o, c, to, where); });
  sub.add_option("what", o->what, "list; deliver, which sends what is due; or the id of one event")
      ->capture_default_str()
      ->type_name("WHAT");
  sub.add_option("--state", o->state, "Only those that are in this state")
      ->check(CLI::IsMember({"pending", "delivered", "failed"}));
  sub.add_option("--limit", o->limit, "The latest so many")
      ->type_name("N")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
}

}  // namespace errdex::cli
