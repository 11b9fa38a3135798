#include "emulator/wecom/wecom.hpp"

#include <algorithm>
#include <array>

#include "emulator/wecom/agents.hpp"
#include "emulator/wecom/checks.hpp"
#include "emulator/wecom/console.hpp"
#include "emulator/wecom/customers.hpp"
#include "emulator/wecom/envelope.hpp"
#include "emulator/wecom/events.hpp"
#include "emulator/wecom/jobs.hpp"
#include "emulator/wecom/login.hpp"
#include "emulator/wecom/media.hpp"
#include "emulator/wecom/members.hpp"
#include "emulator/wecom/messages.hpp"
#include "emulator/wecom/office.hpp"
#include "emulator/wecom/payment_signature.hpp"
#include "emulator/wecom/payments.hpp"
#include "emulator/wecom/retirement.hpp"
#include "emulator/wecom/suite_events.hpp"
#include "emulator/wecom/tickets.hpp"

namespace errdex::emulation::wecom {
namespace {

// One line each; the order is that of the reference pages.
// clang-format off
const std::vector<group>& groups() {
  static const std::vector<group> all{
      {add_tokens},
      {[](endpoint_list&) {}, create_retirement_tables, "retired_apis", load_retired_apis},
      {add_departments},
      {add_member_changes},
      {add_member_reads},
      {add_member_lookups},
      {add_tags},
      {add_customers, create_customer_tables, "customers", load_customers},
      {add_contact_ways, create_contact_way_tables},
      {add_mass_messages, create_mass_message_tables},
      {add_transfers},
      {add_customer_tags, create_customer_tag_tables, "customer_tags", load_customer_tags},
      {add_customer_groups, create_customer_group_tables, "customer_groups", load_customer_groups},
      {add_checkin, create_checkin_tables, "checkin", load_checkin},
      {add_checkin_reports},
      {add_approval, create_approval_tables, "approval", load_approval},
      {add_approval_lists},
      {add_invoices, create_invoice_tables, "invoices", load_invoices},
      {add_support_agents, create_support_agent_tables, "support_agents", load_support_agents},
      {[](endpoint_list&) {}, create_event_tables, "callbacks", load_callbacks},
      {add_user_imports, create_job_tables},
      {add_department_imports},
      {add_exports, create_export_tables},
      {add_media, create_media_tables},
      {add_messages, create_message_tables, "messages", load_messages},
      {add_linked_messages},
      {add_card_updates},
      {add_app_chats, create_chat_tables},
      {add_conversations},
      {add_robots, create_robot_tables, "robots", load_robots},
      {add_suite_tokens, create_provider_tables, "provider", load_provider},
      {add_orders, create_payment_tables, "payments", load_payments},
      {add_paytool},
      {add_paytool_invoices, create_app_invoice_tables, "app_invoices", load_app_invoices},
      {add_merchant_orders, create_merchant_tables},
      {add_merchant_payment},
      {add_refunds},
      {add_dial, create_dial_tables, "dial", load_dial},
      {add_voice_calls, create_voice_call_tables},
      {add_suite_installs, create_suite_tables},
      {add_suite_corps},
      {add_registration, create_registration_tables},
      {add_provider_login, create_provider_login_tables},
      {add_suite_logins, create_suite_login_tables},
      {add_devices, create_device_tables},
      {add_images, create_image_tables},
      {add_voices, create_voice_tables},
      {add_materials, create_material_tables},
      {add_agents, create_agent_tables, "domains", load_domains},
      {add_menus, create_menu_tables},
      {add_login_pages, create_login_tables},
      {add_logins},
      {add_mini_programs, create_mini_program_tables},
      {add_tickets, create_ticket_tables},
  };
  return all;
}
// clang-format on

class wecom_platform final : public platform {
 public:
  wecom_platform()
      : platform("wecom", {"access_token", "corpsecret", "encoding_aes_key", "encoding_aeskey",
                           "encodingaeskey", "key", "provider_access_token", "provider_secret", "secret",
                           "session_key", "suite_access_token", "suite_secret", "token", "user_ticket"}) {
    for (check& c : checks_in_order()) add(std::move(c));
    endpoint_list list;
    for (const group& g : groups()) g.add(list);
    add(std::move(list));
  }

  bool owns(std::string_view path) const override {
    // The API, the pages of logins and images that the platform has on other hosts, and what its clients do.
    for (const std::string_view begin :
         {"/cgi-bin/", "/connect/oauth2/", "/wwopen/", "/wwlogin/", "/pic_wework/", "/wecom-client/"})
      if (path.substr(0, begin.size()) == begin) return true;
    return false;
  }
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
    name_wrong_parameter(made, path);
    if (x.world.settings.profile == profile::wire) speak_as_the_live_service(made, r, path);
    return made;
  }
  void sign(boost::json::object& arguments, std::string_view key, std::int64_t second,
            std::uint64_t n) const override {
    sign_payment(arguments, key, second, n);
  }
  void read_callback_answer(world&, const callback_message& sent, callback_outcome& outcome) const override {
    read_reply(sent, outcome);
  }
  void callback_ended(world& w, const callback_message& sent) const override { push_next_ticket(w, sent); }
  const std::vector<console_action>& console_actions() const override { return wecom_actions(); }
  error_ref general_field_error() const override { return code::parameter_invalid; }
  std::vector<first_call> first_calls(store& data, std::string_view base) const override {
    return wecom::first_calls(data, base);
  }
  std::string code_of(const http::response& answer) const override { return read_code(answer); }
};

struct kind_permissions {
  std::string_view kind;
  std::array<std::string_view, 6> permissions;
};
constexpr std::array<kind_permissions, 8> kinds{{
    {"app", {messages}},
    {"contacts", {contacts_write, contacts_ids}},
    {"customer", {messages, customer_contact}},
    {"checkin", {messages, checkin}},
    {"approval", {messages, approval}},
    {"dial", {messages, dial}},
    {third_party, {messages}},
    {registration, {contacts_write, contacts_ids, install_scope}},
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
