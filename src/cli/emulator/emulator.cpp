// errdex emulator: acts on an emulator that runs.
#include "cli/emulator/remote.hpp"

namespace errdex::cli {

void add_emulator(program& p) {
  auto where = std::make_shared<remote_options>();
  // The commands are made below, once there is something to add them to.
  auto commands = std::make_shared<std::unique_ptr<emulator_commands>>();
  CLI::App& sub = p.command(
      "emulator", "Look into an emulator that runs, move its clock, and make it fail",
      [commands](context& c) { return (**commands)(c); },
      {{"errdex emulator clock advance 2h", "every access_token has expired"},
       {"errdex emulator fault add wecom:45009 --endpoint user/get --times 1",
        "the next call of it is over the limit"},
       {"errdex emulator journal --follow --failed", "failures as they come, with the reason of each"},
       {"errdex emulator hint 1549531943212435", "what happened to the request whose answer has this hint"},
       {"errdex emulator --world ci-7 reset", "one of several worlds as it was at the start"},
       {"errdex emulator data wecom_member --json | jq -r '.[].userid'", "what the platform holds"}});
  sub.add_option("--base", where->base, "Address of the emulator")
      ->capture_default_str()
      ->envname("ERRDEX_EMULATOR")
      ->type_name("URL");
  sub.add_option("--world", where->world, "The world to act on; it is made when it is new")
      ->capture_default_str()
      ->type_name("NAME");
  sub.add_option("--token", where->token, "Admin token, for an emulator on another machine")
      ->envname("ERRDEX_EMULATOR_TOKEN")
      ->type_name("TEXT");
  sub.add_flag("--json", where->json, "What the admin interface answers, as JSON");
  sub.require_subcommand(0, 1);
  *commands = std::make_unique<emulator_commands>(sub, where);
  add_emulator_status(**commands);
  add_emulator_clock(**commands);
  add_emulator_fault(**commands);
  add_emulator_journal(**commands);
  add_emulator_hint(**commands);
  add_emulator_callbacks(**commands);
  add_emulator_settings(**commands);
  add_emulator_snapshot(**commands);
  add_emulator_reset(**commands);
  add_emulator_world(**commands);
  add_emulator_data(**commands);
}

}  // namespace errdex::cli
