#include "cli/emulator/remote.hpp"

namespace errdex::cli {

void add_emulator_hint(emulator_commands& all) {
  auto hint = std::make_shared<std::string>();
  CLI::App& sub =
      all.add("hint", "Say what happened to one request: by the hint in its answer, or by its number",
              [hint](context& c, remote& to, const remote_options& where) {
                // Pasted as it stands in an answer: "hint: [1549531943_1]".
                std::string id = *hint;
                if (const auto open = id.find('['); open != std::string::npos)
                  id = id.substr(open + 1, id.find(']', open) - open - 1);
                const auto record = to.get("/journal/" + encoded(id));
                if (where.json) return print_json(c, record);
                print_record(record, c);
                return success;
              });
  sub.add_option("hint", *hint, "The hint, or the number of a record")->required()->type_name("HINT");
}

}  // namespace errdex::cli
