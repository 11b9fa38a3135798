#include <boost/json/array.hpp>
#include <ostream>

#include "cli/emulator/remote.hpp"

namespace errdex::cli {

void add_emulator_world(emulator_commands& all) {
  struct options {
    std::string action = "list";
    std::string name;
  };
  auto o = std::make_shared<options>();
  CLI::App& sub = all.add("world", "List the worlds, which share nothing, or forget one",
                          [o](context& c, remote& to, const remote_options& where) {
                            if (o->action == "forget") {
                              if (o->name.empty())
                                throw usage_error("world forget needs the name of a world");
                              const auto done = to.remove("/worlds/" + encoded(o->name));
                              if (where.json) return print_json(c, done);
                              c.out << "world " << printable(o->name) << " is gone\n";
                              return success;
                            }
                            const auto names = to.get("/worlds");
                            if (where.json) return print_json(c, names);
                            for (const auto& name : names.as_array())
                              c.out << printable(std::string(name.as_string())) << '\n';
                            return success;
                          });
  sub.add_option("action", o->action, "What to do")
      ->check(CLI::IsMember({"list", "forget"}))
      ->capture_default_str();
  sub.add_option("name", o->name, "Name of the world")->type_name("NAME");
}

}  // namespace errdex::cli
