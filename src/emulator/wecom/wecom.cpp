#include "emulator/wecom/wecom.hpp"

#include <algorithm>
#include <array>

#include "emulator/wecom/agents.hpp"
#include "emulator/wecom/checks.hpp"
#include "emulator/wecom/envelope.hpp"
#include "emulator/wecom/media.hpp"
#include "emulator/wecom/members.hpp"
#include "emulator/wecom/messages.hpp"

namespace errdex::emulation::wecom {
namespace {

// One line each; the order is that of the reference pages.
// clang-format off
const std::vector<group>& groups() {
  static const std::vector<group> all{
      {add_tokens},
      {add_departments},
      {add_member_changes},
      {add_member_reads},
      {add_member_lookups},
      {add_tags},
      {add_media, create_media_tables},
      {add_agents},
      {add_messages, create_message_tables, "messages", load_messages},
      {add_linked_messages},
      {add_card_updates},
      {add_app_chats, create_chat_tables},
      {add_conversations},
      {add_robots, create_robot_tables, "robots", load_robots},
      {add_suite_tokens, create_provider_tables, "provider", load_provider},
  };
  return all;
}
// clang-format on

class wecom_platform final : public platform {
 public:
  wecom_platform()
      : platform("wecom", {"access_token", "corpsecret", "key", "provider_access_token", "provider_secret",
                           "secret", "suite_access_token", "suite_secret", "token"}) {
    for (check& c : checks_in_order()) add(std::move(c));
    endpoint_list list;
    for (const group& g : groups()) g.add(list);
    add(std::move(list));
  }

  bool owns(std::string_view path) const override { return path.substr(0, 9) == "/cgi-bin/"; }
  void create_tables(store& data) const override {
    create_core_tables(data);
    for (const group& g : groups())
      if (g.create_tables) g.create_tables(data);
  }
  void load(world& w, const boost::json::object& fixture) const override { load_corps(w, fixture, groups()); }
  http::response succeed(exchange& x, boost::json::object members) const override {
    return write_success(x, std::move(members));
  }
  http::response fail(exchange& x, const failure& f) const override { return write_failure(x, f); }
  http::response unknown_path(const http::request&) const override {
    http::response out;
    out.status = 404;  // With an empty body, as the live service has it.
    return out;
  }
  failure field_failure(const exchange& x, const field& f, const rule& r, std::string_view path,
                        std::string detail) const override {
    failure made = platform::field_failure(x, f, r, path, std::move(detail));
    if (x.world.settings.profile == profile::wire) speak_as_the_live_service(made, r, path);
    return made;
  }
  error_ref general_field_error() const override { return code::parameter_invalid; }
  std::string code_of(const http::response& answer) const override { return read_code(answer); }
};

struct kind_permissions {
  std::string_view kind;
  std::array<std::string_view, 6> permissions;
};
constexpr std::array<kind_permissions, 6> kinds{{
    {"app", {messages}},
    {"contacts", {contacts_write, contacts_ids}},
    {"customer", {messages, customer_contact}},
    {"checkin", {messages, checkin}},
    {"approval", {messages, approval}},
    {"dial", {messages, dial}},
}};

}  // namespace

bool allows(std::string_view kind, std::string_view permission) noexcept {
  if (permission.empty()) return true;
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const auto& k) { return k.kind == kind; });
  if (found == kinds.end()) return false;
  return std::find(found->permissions.begin(), found->permissions.end(), permission) !=
         found->permissions.end();
}

std::unique_ptr<platform> make_platform() { return std::make_unique<wecom_platform>(); }

}  // namespace errdex::emulation::wecom
