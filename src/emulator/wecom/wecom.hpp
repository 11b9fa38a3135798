// WeCom (企业微信): what its endpoint groups share. Each group is one file with one function `add_GROUP`,
// listed in wecom.cpp.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/platform/platform.hpp"
#include "errdex/codes/wecom.hpp"

namespace errdex::emulation::wecom {

using code = errdex::wecom::code;

/// Collects the endpoints of the groups.
using endpoint_list = std::vector<endpoint>;

// --- Kinds of credentials, for endpoint::credential -----------------------------------------------------
inline constexpr std::string_view access_token = "access_token";
/// Of a third-party suite: the caller's tenant is its provider, the caller's app the suite_id.
inline constexpr std::string_view suite_access_token = "suite_access_token";
/// Of a provider: the caller's tenant is its corpid. The query has it as this or as access_token.
inline constexpr std::string_view provider_access_token = "provider_access_token";

// --- Permissions, for endpoint::permission --------------------------------------------------------------
// Which kinds of applications have which stands in wecom.cpp.
inline constexpr std::string_view contacts_write = "contacts.write";  ///< Only the contact-sync assistant.
inline constexpr std::string_view contacts_ids = "contacts.ids";      ///< Likewise, for lists of ids.
inline constexpr std::string_view messages = "messages";              ///< Everything but the assistant.
inline constexpr std::string_view customer_contact = "customer_contact";
inline constexpr std::string_view checkin = "checkin";
inline constexpr std::string_view approval = "approval";
inline constexpr std::string_view dial = "dial";

inline constexpr std::string_view install_scope = "install_scope";  ///< Only the token of a registration.

inline constexpr std::string_view installed_app = "installed_app";  ///< Only apps of a third party.

/// The kind of an application that a third party made.
inline constexpr std::string_view third_party = "third_party";
/// The kind of the token with which a provider fills the contacts of an organisation that it registered.
inline constexpr std::string_view registration = "registration";

/// Whether applications of this kind ("app", "contacts", "customer", "checkin", "approval", "dial") have the
/// permission. Everyone has the empty one.
[[nodiscard]] bool allows(std::string_view kind, std::string_view permission) noexcept;

// --- Who sees whom --------------------------------------------------------------------------------------

/// Whether the calling application may see this member, who exists: the contact-sync assistant and those
/// whose scope has the root see everyone.
[[nodiscard]] bool sees_member(const exchange& x, std::string_view userid);
[[nodiscard]] bool sees_department(const exchange& x, std::int64_t id);
[[nodiscard]] bool sees_tag(const exchange& x, std::int64_t id);
/// Whether its scope is the whole organisation.
[[nodiscard]] bool sees_everything(const exchange& x);

/// The userid as it was written when the member was made; nothing when there is none. Userids compare
/// without case.
[[nodiscard]] std::optional<std::string> find_member(const exchange& x, std::string_view userid);
[[nodiscard]] bool department_exists(const exchange& x, std::int64_t id);
/// A department and all below it.
[[nodiscard]] std::vector<std::int64_t> department_tree(const exchange& x, std::int64_t id);

// --- The groups -----------------------------------------------------------------------------------------

/// A group of endpoints, one file each. Those that keep data of their own create their tables; those whose
/// data can be in a fixture read it from their key of an organisation there.
struct group {
  void (*add)(endpoint_list& list);
  void (*create_tables)(store& data) = nullptr;
  std::string_view fixture_key{};
  void (*load)(world& w, const std::string& corp, const boost::json::value& part) = nullptr;
};

void add_tokens(endpoint_list& list);
void add_departments(endpoint_list& list);
void add_tags(endpoint_list& list);
void add_suite_tokens(endpoint_list& list);
void add_suite_installs(endpoint_list& list);
void add_suite_corps(endpoint_list& list);
void create_suite_tables(store& data);
void add_registration(endpoint_list& list);
void create_registration_tables(store& data);
void add_provider_login(endpoint_list& list);
void create_provider_login_tables(store& data);
void add_suite_logins(endpoint_list& list);
void create_suite_login_tables(store& data);
void add_devices(endpoint_list& list);
void create_device_tables(store& data);
void create_provider_tables(store& data);
void load_provider(world& w, const std::string& corp, const boost::json::value& part);
void add_orders(endpoint_list& list);
void create_payment_tables(store& data);
void load_payments(world& w, const std::string& corp, const boost::json::value& part);
void add_paytool(endpoint_list& list);
void add_paytool_invoices(endpoint_list& list);
void create_app_invoice_tables(store& data);
void load_app_invoices(world& w, const std::string& corp, const boost::json::value& part);
void add_merchant_orders(endpoint_list& list);
void create_merchant_tables(store& data);
void add_merchant_payment(endpoint_list& list);
void add_refunds(endpoint_list& list);
void add_dial(endpoint_list& list);
void create_dial_tables(store& data);
void add_voice_calls(endpoint_list& list);
void create_voice_call_tables(store& data);
void load_dial(world& w, const std::string& corp, const boost::json::value& part);

/// Organisations, departments, members, tags and apps.
void create_core_tables(store& data);
void load_corps(world& w, const boost::json::object& fixture, const std::vector<group>& groups);

/// A first call as `platform::first_calls` gives it.
[[nodiscard]] std::vector<first_call> first_calls(store& data, std::string_view base);

[[nodiscard]] std::unique_ptr<platform> make_platform();

}  // namespace errdex::emulation::wecom
