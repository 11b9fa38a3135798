#include <ostream>

#include "cli/emulator/remote.hpp"

namespace errdex::cli {

void add_emulator_clock(emulator_commands& all) {
  struct options {
    std::string action = "show";
    std::string value;
  };
  auto o = std::make_shared<options>();
  CLI::App& sub = all.add(
      "clock", "Show or move the clock by which tokens, limits and one-time codes live",
      [o](context& c, remote& to, const remote_options& where) {
        if ((o->action == "advance" || o->action == "set" || o->action == "step") == o->value.empty())
          throw usage_error(o->value.empty()
                                ? "clock " + o->action +
                                      (o->action == "set" ? " needs a moment, such as 2026-01-05T01:00:00Z"
                                                          : " needs a duration, such as 90s or 2h")
                                : "clock " + o->action + " takes no value");
        // A negative duration comes with a blank in front.
        if (!o->value.empty() && o->value.front() == ' ') o->value.erase(0, 1);
        boost::json::value clock;
        if (o->action == "show")
          clock = to.get("/clock");
        else if (o->action == "freeze")
          clock = to.post("/clock", {{"mode", "frozen"}});
        else if (o->action == "run")
          clock = to.post("/clock", {{"mode", "running"}});
        else
          clock = to.post("/clock", {{o->action == "set" ? "now" : o->action, o->value}});
        if (where.json) return print_json(c, clock);
        c.out << clock_text(clock) << '\n';
        return success;
      });
  sub.add_option("action", o->action,
                 "advance moves it on by a duration, set goes to a moment, step moves it at each request")
      ->check(CLI::IsMember({"show", "advance", "freeze", "run", "set", "step"}))
      ->capture_default_str();
  sub.add_option("value", o->value,
                 "A duration such as 2h or -1d; or a moment: ISO 8601 in UTC, or seconds since 1970")
      ->type_name("VALUE");
}

}  // namespace errdex::cli
