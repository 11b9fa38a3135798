#include <ostream>

#include "cli/emulator/remote.hpp"

namespace errdex::cli {

void add_emulator_settings(emulator_commands& all) {
  struct options {
    std::string profile, limits;
  };
  auto o = std::make_shared<options>();
  CLI::App& sub = all.add(
      "settings", "Show or change how it answers", [o](context& c, remote& to, const remote_options& where) {
        boost::json::object change;
        if (!o->profile.empty()) change["profile"] = o->profile;
        if (!o->limits.empty()) change["rate_limits"] = o->limits == "on";
        const auto now = change.empty() ? to.get("/settings") : to.post("/settings", change);
        if (where.json) return print_json(c, now);
        c.out << "profile      " << text_of(now, "profile") << "\nrate limits  "
              << (text_of(now, "rate_limits") == "true" ? "on" : "off") << '\n';
        return success;
      });
  sub.add_option("--profile", o->profile,
                 "table: the documented code of each field; wire: as the live service is known to answer")
      ->check(CLI::IsMember({"table", "wire"}));
  sub.add_option("--rate-limits", o->limits, "Whether calls are counted")
      ->check(CLI::IsMember({"on", "off"}));
}

}  // namespace errdex::cli
