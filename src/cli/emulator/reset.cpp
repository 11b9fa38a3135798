#include <ostream>

#include "cli/emulator/remote.hpp"

namespace errdex::cli {

void add_emulator_reset(emulator_commands& all) {
  all.add("reset", "Make everything as it was at the start, and forget the requests",
          [](context& c, remote& to, const remote_options& where) {
            const auto done = to.post("/reset");
            if (where.json) return print_json(c, done);
            c.out << text_of(done, "world")
                  << " is as it was at the start; its clock: " << clock_text(done.at("clock")) << '\n';
            return success;
          });
}

}  // namespace errdex::cli
