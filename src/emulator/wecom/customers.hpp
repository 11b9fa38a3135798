// Customer contact: what its groups share. Members in the range of customer contact serve customers; each
// pair is a relation, which a hand-over moves and a temporary chat ends.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "emulator/platform/console.hpp"
#include "emulator/wecom/local_time.hpp"
#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

// --- Members who serve customers ------------------------------------------------------------------------

/// Whether the administrator has put the member into the range of customer contact.
[[nodiscard]] bool serves_customers(const exchange& x, std::string_view userid);
/// Whether the member has verified the real name.
[[nodiscard]] bool has_verified_name(const exchange& x, std::string_view userid);
/// How many customers the member may have.
[[nodiscard]] std::int64_t customer_limit(const exchange& x, std::string_view userid);
/// The member as written in the contacts; throws user_not_found, or user_outside_customer_contact_range.
std::string need_server(const exchange& x, std::string_view userid);
/// To be called when a member is deleted: the customers wait for somebody else from then on.
void note_departure(const exchange& x, std::string_view userid);
/// Whether the userid belonged to a member who has left.
[[nodiscard]] bool has_left(const exchange& x, std::string_view userid);

// --- Customers ------------------------------------------------------------------------------------------

/// Lets happen what is due by the clock: hand-overs that nobody has refused for 24 hours, the end of
/// temporary chats. Everything that reads relations calls it first.
void settle_relations(const exchange& x);
/// Throws external_user_id_invalid when the organisation has no such customer.
void need_customer(const exchange& x, std::string_view customer);
[[nodiscard]] bool has_relation(const exchange& x, std::string_view userid, std::string_view customer);
/// Throws external_user_id_invalid, or external_contact_relation_missing.
void need_relation(const exchange& x, std::string_view userid, std::string_view customer);
/// The userid of some member who serves the customer; empty when nobody does any more.
[[nodiscard]] std::string any_server(const exchange& x, std::string_view customer);
[[nodiscard]] std::vector<std::string> customers_of(const exchange& x, std::string_view userid);
/// The member serves the customer no more; tags and remarks are gone with that.
void end_relation(const exchange& x, std::string_view userid, std::string_view customer);
/// For how many seconds a customer who has come can be greeted.
inline constexpr std::int64_t welcome_code_life = 20;

// --- Answers in pages -----------------------------------------------------------------------------------

struct page {
  boost::json::array items;
  std::string next_cursor;  ///< Empty on the last page.
};
/// What lies behind the cursor of the request, `limit` elements at most. Throws for a cursor that no answer
/// can have had.
[[nodiscard]] page cut_page(const exchange& x, const boost::json::array& all, std::int64_t limit);

// --- Declarations ---------------------------------------------------------------------------------------

/// A call that needs the permission for customer contact; `path` begins with /cgi-bin/.
[[nodiscard]] endpoint customer_endpoint(std::string_view method, std::string_view path,
                                         std::string_view title, std::string_view group,
                                         endpoint_handler handle);
[[nodiscard]] field server_field(std::string_view name);  ///< A member; missing: user_id_missing.
[[nodiscard]] field customer_field();                     ///< external_userid, a text.
[[nodiscard]] std::vector<field> message_fields();        ///< text and attachments of messages to customers.
/// Throws media_id_invalid when the argument is there and is no file of the type that was uploaded in the
/// last three days.
void need_file(const exchange& x, std::string_view path, std::string_view type);
/// The same for all files that a content, such as {"image": {"media_id": …}}, names.
void need_files(const exchange& x, const boost::json::object& content);
/// The same for the files in `attachments`.
void need_attachments(const exchange& x);
/// Whether the request has neither a text nor anything else to send.
[[nodiscard]] bool is_empty_message(const exchange& x);

/// What customers do, as an action of the admin interface.
[[nodiscard]] console_action customer_action();

void create_customer_tables(store& data);
void load_customers(world& w, const std::string& corp, const boost::json::value& part);
void add_customers(endpoint_list& list);
void add_contact_ways(endpoint_list& list);
void create_contact_way_tables(store& data);
void add_mass_messages(endpoint_list& list);
void create_mass_message_tables(store& data);
void add_transfers(endpoint_list& list);
void create_customer_tag_tables(store& data);
void load_customer_tags(world& w, const std::string& corp, const boost::json::value& part);
void add_customer_tags(endpoint_list& list);
void create_customer_group_tables(store& data);
void load_customer_groups(world& w, const std::string& corp, const boost::json::value& part);
void add_customer_groups(endpoint_list& list);

}  // namespace errdex::emulation::wecom
