#include <boost/json/array.hpp>
#include <ostream>

#include "cli/emulator/remote.hpp"

namespace errdex::cli {

void add_emulator_snapshot(emulator_commands& all) {
  struct options {
    std::string action = "list";
    std::string name;
  };
  auto o = std::make_shared<options>();
  CLI::App& sub =
      all.add("snapshot", "Keep the state of a world under a name, and go back to it",
              [o](context& c, remote& to, const remote_options& where) {
                if (o->action == "list") {
                  const auto names = to.get("/snapshots");
                  if (where.json) return print_json(c, names);
                  for (const auto& name : names.as_array())
                    c.out << printable(std::string(name.as_string())) << '\n';
                  return success;
                }
                if (o->name.empty()) throw usage_error("snapshot " + o->action + " needs a name");
                const auto done =
                    to.post("/snapshots/" + encoded(o->name) + (o->action == "restore" ? "/restore" : ""));
                if (where.json) return print_json(c, done);
                c.out << (o->action == "restore" ? "back at " : "kept ") << printable(o->name) << '\n';
                return success;
              });
  sub.add_option("action", o->action, "What to do")
      ->check(CLI::IsMember({"list", "keep", "restore"}))
      ->capture_default_str();
  sub.add_option("name", o->name, "Name of the snapshot")->type_name("NAME");
}

}  // namespace errdex::cli
