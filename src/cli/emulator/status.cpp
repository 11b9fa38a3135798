#include <ostream>

#include "cli/emulator/remote.hpp"

namespace errdex::cli {

void add_emulator_status(emulator_commands& all) {
  all.add("status", "Show its time, its settings, and how much has happened",
          [](context& c, remote& to, const remote_options& where) {
            const auto health = to.get("/health");
            if (where.json) return print_json(c, health);
            const style paint(c.screen);
            const auto line = [&](std::string_view name, const std::string& value) {
              c.out << pad(name, 10) << value << '\n';
            };
            line("world", paint.bold(text_of(health, "world")) + " at " + printable(where.base));
            line("clock", clock_text(health.at("clock")));
            line("answers", text_of(health.at("settings"), "profile") == "wire"
                                ? "as the live service is known to (wire)"
                                : "as documented (table)");
            line("limits", text_of(health.at("settings"), "rate_limits") == "true" ? "calls are counted"
                                                                                   : "calls are not counted");
            line("requests", text_of(health.at("journal"), "last"));
            line("faults", text_of(health, "faults"));
            for (const auto& p : health.at("platforms").as_array())
              line(text_of(p, "name"), text_of(p, "endpoints") + " endpoints");
            return success;
          });
}

}  // namespace errdex::cli
