// The codes of wecom (Server API) as an enumeration and as std::error_code.
//
//   std::error_code ec = errdex::wecom::code::system_busy;
//   if (ec == errdex::verdict::retry) …
//
// Generated from catalog/wecom by catalogc; change the catalog, not this file.
// clang-format off
#ifndef ERRDEX_CODES_WECOM_HPP
#define ERRDEX_CODES_WECOM_HPP

#include <system_error>
#include <type_traits>

#include "errdex/error_code.hpp"

namespace errdex::wecom {

/// Each enumerator has the number that stands on the wire. Where a number has several meanings,
/// each has an enumerator of its own with the same value.
enum class code : int {
  system_busy = -1,  ///< WeCom was too busy to serve the call.
  success = 0,  ///< The call succeeded.
  app_secret_wrong = 40001,  ///< The secret does not belong to this corpid and app.
  user_id_invalid = 40003,  ///< The userid has a wrong form or is not in the contact list.
  media_type_invalid = 40004,  ///< The uploaded file is not of an accepted kind.
  upload_type_invalid = 40005,  ///< The type parameter of the upload is not a known one.
  file_size_invalid = 40006,  ///< The uploaded file is too small or of an invalid size.
  media_id_invalid = 40007,  ///< The media_id is unknown, expired or of the wrong media type.
  message_type_invalid = 40008,  ///< The msgtype is not one that this API can send.
  image_size_invalid = 40009,  ///< The image is too large or too small.
  video_size_invalid = 40011,  ///< The video is larger than 10 MB or nearly empty.
  corp_id_invalid = 40013,  ///< No enterprise has this corpid.
  access_token_invalid = 40014,  ///< The access_token is unknown, damaged or no longer valid.
  menu_button_count_invalid = 40016,  ///< The menu has no button or more than three at the top level.
  menu_button_type_invalid = 40017,  ///< A top-level menu button has an unknown type.
  menu_button_name_length_invalid = 40018,  ///< A top-level menu button's name is longer than 16 bytes.
  menu_button_key_length_invalid = 40019,  ///< A top-level menu button's key is longer than 128 bytes.
  menu_button_url_length_invalid = 40020,  ///< A top-level menu button's URL is longer than 1024 bytes.
  menu_too_deep = 40022,  ///< The menu has more than two levels.
  menu_sub_button_count_invalid = 40023,  ///< A sub-menu is empty or has more than five buttons.
  menu_sub_button_type_invalid = 40024,  ///< A sub-menu button has an unknown type.
  menu_sub_button_name_length_invalid = 40025,  ///< A sub-menu button's name is too long.
  menu_sub_button_key_length_invalid = 40026,  ///< A sub-menu button's key is longer than 60 bytes.
  menu_sub_button_url_length_invalid = 40027,  ///< A sub-menu button's URL is longer than 1024 bytes.
  login_code_invalid = 40029,  ///< The login code was already used or is older than five minutes.
  user_list_invalid = 40031,  ///< At least one userid in the list is not in the contact list.
  user_list_length_invalid = 40032,  ///< Too many userids in one call.
  request_chars_invalid = 40033,  ///< The request contains \uXXXX escapes.
  tag_member_lists_invalid = 40035,  ///< userlist or partylist of the tag call is empty, too long or no array.
  url_length_invalid = 40039,  ///< The URL is longer than 1024 bytes.
  chat_not_found = 40050,  ///< No group chat with this chatid has been created.
  menu_sub_button_url_invalid = 40054,  ///< A sub-menu button's URL has no accepted scheme.
  menu_button_url_invalid = 40055,  ///< A top-level menu button's URL has no accepted scheme.
  agent_id_invalid = 40056,  ///< The agentid is not a number or no such app exists.
  callback_url_invalid = 40057,  ///< The callback URL is malformed or failed the verification.
  parameter_invalid = 40058,  ///< A field of the request breaks the rules of this API.
  location_report_flag_invalid = 40059,  ///< The location reporting flag is neither 0 nor 1.
  parameter_missing = 40063,  ///< A required parameter is empty or did not reach the platform.
  department_list_invalid = 40066,  ///< The list of departments is empty or names an unknown one.
  tag_id_invalid = 40068,  ///< No tag has this tagid.
  tag_members_all_invalid = 40070,  ///< None of the members or departments given for the tag is valid.
  tag_name_taken = 40071,  ///< Another tag already has this name.
  tag_name_length_invalid = 40072,  ///< The tag name is empty or longer than 32 characters.
  openid_not_found = 40073,  ///< No member belongs to this openid.
  news_message_not_confidential = 40074,  ///< A news message cannot be marked confidential.
  pre_auth_code_invalid = 40077,  ///< The pre-auth code is unknown.
  auth_code_invalid = 40078,  ///< The temporary authorization code is unknown or already used.
  suite_secret_wrong = 40080,  ///< The suite secret does not belong to this suite.
  suite_token_invalid = 40082,  ///< The suite_access_token is wrong or no longer valid.
  suite_id_invalid = 40083,  ///< No suite has this suite_id.
  permanent_code_invalid = 40084,  ///< The permanent code is wrong, revoked or from another provider.
  suite_ticket_invalid = 40085,  ///< The suite_ticket is unknown or has expired.
  suite_app_id_invalid = 40086,  ///< An appid in the list is not an app of this suite.
  batch_job_not_found = 40088,  ///< No asynchronous job has this jobid.
  batch_job_result_cleared = 40089,  ///< The result of this batch job is no longer kept.
  app_secret_of_other_corp = 40091,  ///< The secret belongs to another enterprise.
  import_file_invalid = 40092,  ///< The import file is empty or lacks a required column.
  jsapi_ticket_invalid = 40093,  ///< The jsapi_ticket has expired or is written wrongly.
  home_url_invalid = 40094,  ///< The app's home page URL is missing or has no scheme.
  external_user_id_invalid = 40096,  ///< The external_userid is not known to this enterprise.
  member_not_resigned = 40097,  ///< The member whose contacts are to be handed over has not left.
  successor_not_verified = 40098,  ///< The member who takes over has not verified the real name.
  successor_contact_limit_reached = 40099,  ///< The member who takes over has no room for more contacts.
  contact_transfer_in_progress = 40100,  ///< A hand-over of this contact is already under way.
  access_token_missing = 41001,  ///< No access_token in the query of the URL.
  corp_id_missing = 41002,  ///< gettoken was called without corpid.
  corp_secret_missing = 41004,  ///< gettoken was called without corpsecret.
  media_id_missing = 41006,  ///< The required media_id was not sent.
  auth_code_missing = 41008,  ///< The authorization code was not sent.
  user_id_missing = 41009,  ///< The required userid was not sent.
  url_missing = 41010,  ///< The message lacks its url.
  agent_id_missing = 41011,  ///< The required agentid was not sent.
  title_missing = 41016,  ///< An article or card has no title.
  tag_id_missing = 41017,  ///< The required tagid was not sent.
  department_missing = 41019,  ///< The new member has no department.
  suite_id_missing = 41021,  ///< The required suite_id was not sent.
  suite_token_missing = 41022,  ///< No suite_access_token in the query of the URL.
  suite_ticket_missing = 41023,  ///< The required suite_ticket was not sent.
  suite_secret_missing = 41024,  ///< The suite secret was not sent.
  permanent_code_missing = 41025,  ///< The required permanent_code was not sent.
  description_missing = 41033,  ///< The text card has no description.
  external_user_id_missing = 41035,  ///< The required external_userid was not sent.
  external_corp_name_not_certified = 41036,  ///< The external short name of the enterprise is not certified.
  contact_way_type_missing = 41037,  ///< The contact-me entry was created without a type.
  contact_way_scene_missing = 41038,  ///< The contact-me entry was created without a scene.
  contact_way_type_invalid = 41039,  ///< The type of the contact-me entry is neither 1 nor 2.
  contact_way_scene_invalid = 41040,  ///< The scene of the contact-me entry is neither 1 nor 2.
  contact_way_too_many_members = 41041,  ///< More than 100 members serve one contact-me entry.
  contact_way_style_invalid = 41042,  ///< The style of the contact-me entry is not allowed.
  contact_way_config_id_missing = 41043,  ///< The contact-me call lacks config_id.
  contact_way_not_found = 41044,  ///< No contact-me entry has this config_id.
  contact_way_quota_exceeded = 41045,  ///< The enterprise has reached its number of API contact-me entries.
  mass_message_id_missing = 41046,  ///< The id of the mass message was not sent.
  mass_message_id_invalid = 41047,  ///< No mass message has this id.
  mass_message_no_recipients = 41048,  ///< No customer is left to send the mass message to.
  access_token_expired = 42001,  ///< The access_token has expired.
  pre_auth_code_expired = 42007,  ///< The pre-auth code has expired.
  suite_token_expired = 42009,  ///< The suite_access_token has expired.
  mini_program_session_expired = 42013,  ///< The mini program user is not logged in or the session is over.
  user_not_bound_to_wechat = 43004,  ///< The member has no WeChat account linked.
  media_file_empty = 44001,  ///< The upload contained no file data.
  text_content_empty = 44004,  ///< The text message has no content.
  file_too_large = 45001,  ///< The media file is larger than its type allows.
  message_content_too_long = 45002,  ///< The message content is too long.
  app_description_length_invalid = 45004,  ///< The app's description is not 4 to 120 characters long.
  voice_too_long = 45007,  ///< The voice recording is longer than 60 seconds.
  article_count_invalid = 45008,  ///< A news message does not have 1 to 8 articles.
  rate_limited = 45009,  ///< The API was called too often; the call is blocked for a while.
  app_name_length_invalid = 45022,  ///< The app's name is empty or longer than 32 characters.
  account_quota_exceeded = 45024,  ///< The enterprise has no free member accounts left.
  mass_deletion_blocked = 45026,  ///< The full replacement would delete too many members.
  material_quota_exceeded = 45028,  ///< The enterprise has stored too many materials.
  article_author_too_long = 45032,  ///< An article's author is longer than 64 bytes.
  concurrency_limited = 45033,  ///< Too many parallel calls on the same resource.
  menu_not_set = 46003,  ///< The app has no published menu.
  user_not_found_by_lookup = 46004,  ///< The look-up found no such member.
  access_token_no_permission = 48002,  ///< This kind of app may not call the API.
  suite_token_of_other_suite = 48003,  ///< The suite_access_token belongs to another suite.
  authorization_revoked = 48004,  ///< The enterprise has not authorized the app or withdrew it.
  api_retired = 48005,  ///< This API has been retired.
  url_not_trusted_domain = 50001,  ///< The redirect URL's domain is not the app's trusted domain.
  user_outside_visible_range = 50002,  ///< The member is outside the app's visible range.
  app_disabled = 50003,  ///< The app is disabled in the enterprise.
  department_name_length_invalid = 60001,  ///< The department name is empty or too long.
  department_not_found = 60003,  ///< No department has this id.
  parent_department_not_found = 60004,  ///< The parent department does not exist.
  department_has_members = 60005,  ///< The department still has members and cannot be deleted.
  department_has_children = 60006,  ///< The department still has sub-departments and cannot be deleted.
  root_department_forbidden = 60007,  ///< The root department cannot be deleted.
  department_id_or_name_taken = 60008,  ///< A department with this id or name exists already.
  department_name_charset_invalid = 60009,  ///< The department name contains a forbidden character.
  department_cycle = 60010,  ///< The department would become its own ancestor.
  contact_range_no_permission = 60011,  ///< No right to the given member, department or tag.
  default_app_delete_forbidden = 60012,  ///< The default app (id 0) cannot be deleted.
  caller_ip_not_trusted = 60020,  ///< The calling address is not on the app's trusted list.
  third_party_home_url_locked = 60028,  ///< The home page of a third-party app cannot be changed by API.
  user_id_taken = 60102,  ///< Another member already has this userid.
  mobile_invalid = 60103,  ///< The mobile number has a wrong form.
  mobile_taken = 60104,  ///< Another member already has this mobile number.
  email_invalid = 60105,  ///< The e-mail address has a wrong form or length.
  email_taken = 60106,  ///< Another member already has this e-mail address.
  weixin_id_invalid = 60107,  ///< The WeChat ID has a wrong form.
  user_departments_too_many = 60110,  ///< The member would be in too many departments.
  user_not_found = 60111,  ///< No member with this userid is visible to the app.
  user_name_invalid = 60112,  ///< The member's name is empty or longer than 64 characters.
  department_id_invalid = 60123,  ///< The department id given is not in the contact list.
  parent_department_invalid = 60124,  ///< The parentid given is not in the contact list.
  department_name_invalid = 60125,  ///< The department name is empty, too long or has forbidden characters.
  member_department_missing = 60127,  ///< The member's department is missing.
  mobile_and_email_missing = 60129,  ///< The member has neither a mobile number nor an e-mail address.
  leader_flags_count_mismatch = 60132,  ///< is_leader_in_dept and department differ in length.
  invoice_locked_by_other = 72023,  ///< Another party has locked this invoice.
  invoice_status_invalid = 72024,  ///< The reimbursement status sent for the invoice is wrong.
  invoice_not_owned_by_user = 72037,  ///< An invoice in the batch does not belong to this user.
  trusted_domain_invalid = 80001,  ///< The trusted domain is not acceptable or has no ICP filing.
  department_node_limit_exceeded = 81001,  ///< A department would hold more than 30,000 nodes.
  department_too_deep = 81002,  ///< The department tree would exceed 15 levels.
  tag_no_permission = 81011,  ///< The token may not change this tag.
  recipients_all_invalid = 81013,  ///< None of the recipients is valid or visible to the app.
  tag_members_too_many = 81014,  ///< Too many members or departments added to the tag in one call.
  recipients_missing_or_invalid = 82001,  ///< No recipient was given, or none of them exists.
  department_list_too_long = 82002,  ///< A message names more than 100 departments.
  tag_list_too_long = 82003,  ///< A message names more than 100 tags.
  user_ticket_expired = 84014,  ///< The user_ticket has expired.
  user_ticket_invalid = 84015,  ///< The user_ticket is not a valid one.
  template_id_missing = 84019,  ///< The registration call carries no template_id.
  template_id_not_found = 84020,  ///< No promotion template has this template_id.
  register_code_missing = 84021,  ///< The registration query carries no register_code.
  register_code_invalid = 84022,  ///< The register_code is unknown, used up or out of date.
  contact_sync_success_not_allowed = 84023,  ///< This caller may not report the contact sync as finished.
  registration_info_not_found = 84024,  ///< No registration data stands behind this register_code.
  state_invalid = 84025,  ///< state has a forbidden character or is longer than 128 bytes.
  caller_missing = 84052,  ///< The dial request names no caller.
  callee_missing = 84053,  ///< The dial request names no callee.
  auth_corp_id_missing = 84054,  ///< The dial request does not name the customer's enterprise.
  dial_rate_limited = 84055,  ///< This agent dialled again within 5 seconds.
  dial_permission_not_granted = 84056,  ///< The callee's side did not allow dialling at install time.
  call_balance_exhausted = 84057,  ///< The balance for company-paid calls is used up.
  caller_number_unsupported = 84058,  ///< The caller's phone number cannot be used for dialling.
  phone_number_invalid = 84059,  ///< A phone number in the dial request is malformed.
  callee_number_unsupported = 84060,  ///< The callee's phone number cannot be rung.
  external_contact_relation_missing = 84061,  ///< This member and this customer are not connected.
  dial_app_not_enabled = 84062,  ///< The company-paid phone app is not switched on.
  caller_not_found = 84063,  ///< The caller does not exist.
  callee_not_found = 84064,  ///< The callee does not exist in the customer's enterprise.
  caller_equals_callee = 84065,  ///< Caller and callee have the same phone number.
  provider_daily_dial_limit_reached = 84066,  ///< This provider has called this administrator 4 times today.
  admin_daily_provider_limit_reached = 84067,  ///< 3 providers have already reached this administrator today.
  caller_dial_restricted = 84069,  ///< The caller is barred from company-paid calls.
  phone_number_unsupported = 84070,  ///< The phone service does not support one of the two numbers.
  external_contact_auth_code_invalid = 84071,  ///< The external contact's authorization code is wrong or spent.
  support_agents_not_configured = 84072,  ///< The app has no support agents configured.
  user_not_support_agent = 84073,  ///< This member is not on the app's list of support agents.
  customer_contact_no_permission = 84074,  ///< The app or the member may not work with external contacts.
  message_sensitive = 85002,  ///< The text contains forbidden words.
  trusted_domain_monthly_limit_reached = 85004,  ///< More than 20 trusted domains set this month.
  trusted_domain_not_verified = 85005,  ///< Trusted domain is set, but its ownership is not verified.
  chat_id_invalid = 86001,  ///< The chatid is malformed.
  appchat_not_found = 86003,  ///< No app chat has this chatid.
  chat_name_invalid = 86004,  ///< The group's name was refused, hardly for its length.
  chat_owner_invalid = 86005,  ///< The owner of the group is not a valid member.
  chat_member_count_invalid = 86006,  ///< Too few or too many people for one group.
  chat_member_invalid = 86007,  ///< userlist contains an entry that is no member.
  chat_of_another_app = 86008,  ///< This group was created by another app.
  not_chat_owner = 86101,  ///< Only the owner of the group may do this.
  chat_id_missing = 86201,  ///< The request carries no chatid.
  chat_name_missing = 86202,  ///< The old chat call carries no group name. Obsolete.
  chat_owner_missing = 86203,  ///< The old chat call names no owner. Obsolete.
  chat_members_missing = 86204,  ///< The group is to be created without members.
  chat_id_too_long = 86205,  ///< The chatid is longer than 32 characters.
  chat_id_number_too_large = 86206,  ///< The chatid is a number that is too large.
  chat_owner_not_in_members = 86207,  ///< The owner is missing from the member list.
  chat_id_taken = 86215,  ///< A group with this chatid exists already.
  chat_member_not_found = 86216,  ///< A member to add or to remove cannot be found.
  sender_not_in_chat = 86217,  ///< The sender is not a member of the conversation. Obsolete.
  chat_parameter_invalid = 86220,  ///< type or msgtype of the old chat call is not allowed. Obsolete.
  shake_around_not_certified = 90001,  ///< Shake-around is not certified for this enterprise. Obsolete.
  shake_around_ticket_missing = 90002,  ///< The shake-around call carries no ticket. Obsolete.
  shake_around_ticket_invalid = 90003,  ///< The shake-around ticket is not valid. Obsolete.
  external_attr_type_invalid = 90100,  ///< An external attribute has an unknown type.
  external_attr_text_length_invalid = 90101,  ///< An external text attribute is longer than 12 characters.
  external_attr_web_title_length_invalid = 90102,  ///< The title of an external web attribute exceeds 12 characters.
  external_attr_url_invalid = 90103,  ///< The address of an external web attribute is not a URL.
  external_attr_mini_program_title_length_invalid = 90104,  ///< The mini program title of an external attribute exceeds 12 characters.
  external_attr_pagepath_invalid = 90105,  ///< The pagepath of an external mini program attribute is wrong.
  external_profile_invalid = 90106,  ///< external_profile does not have the expected shape.
  mini_program_appid_missing = 90200,  ///< The mini program notice carries no appid.
  mini_program_content_items_too_many = 90201,  ///< More than 10 rows in the mini program notice.
  mini_program_content_key_length_invalid = 90202,  ///< A key in the mini program notice is empty or too long.
  mini_program_content_value_length_invalid = 90203,  ///< A value in the mini program notice is empty or too long.
  mini_program_page_invalid = 90204,  ///< page of the mini program notice is not acceptable.
  mini_program_not_linked = 90206,  ///< The mini program is not linked to the enterprise.
  mini_program_appid_invalid = 90207,  ///< The appid is not that of a mini program.
  mini_program_appid_mismatch = 90208,  ///< This appid does not go with the sending app.
  order_id_invalid = 90300,  ///< The orderid is malformed.
  paid_app_expired = 90302,  ///< The subscription of the paid app has run out.
  paid_app_user_limit_reached = 90303,  ///< More people use the paid app than were paid for.
  order_service_unavailable = 90304,  ///< WeCom's order centre is failing at the moment.
  order_parameter_invalid = 90305,  ///< A field of the order call is wrong; errmsg names it.
  merchant_setup_invalid = 90306,  ///< The merchant settings do not allow this payment.
  payment_session_expired = 90307,  ///< The login session on the payment side has expired.
  payment_ip_not_trusted = 90308,  ///< IP check is on and the calling address is not listed.
  order_already_exists = 90309,  ///< The same order was placed before.
  order_not_found = 90310,  ///< No order has this id.
  order_close_failed = 90311,  ///< The order cannot be closed in its present state.
  refund_failed = 90312,  ///< The refund request was refused; errmsg has the reason.
  refund_rate_limited = 90313,  ///< Refunds are requested too often.
  order_state_invalid = 90314,  ///< The order's state forbids this operation.
  refund_id_taken = 90315,  ///< This refund_id has been used before.
  refund_reason_invalid = 90316,  ///< The refund reason number does not exist.
  supplier_not_registered = 90317,  ///< The provider must register as a supplier before collecting money.
  nonce_reused = 90318,  ///< nonce_str is empty or was used within the last 15 minutes.
  timestamp_invalid = 90319,  ///< ts is empty or more than 15 minutes off.
  order_token_invalid = 90320,  ///< The token that stands for the order was not accepted.
  order_token_expired = 90321,  ///< The order token has passed its lifetime.
  multi_app_suite_payment_unsupported = 90322,  ///< Old suites with several apps cannot take payments.
  unit_price_too_high = 90323,  ///< One item costs more than permitted.
  item_quantity_too_high = 90324,  ///< The order holds more goods than permitted.
  advance_order_exists = 90325,  ///< An advance order with this number was made before.
  advance_order_id_invalid = 90326,  ///< The number of the advance order is malformed.
  advance_order_settled = 90327,  ///< The advance order has been settled into an order already.
  settlement_order_failed = 90328,  ///< Settling into an order failed; errmsg has the reason.
  order_id_used_by_advance_order = 90329,  ///< This order number is taken by an advance order.
  refund_period_over = 90338,  ///< The period for a refund is over.
  ticket_type_invalid = 91040,  ///< The type of ticket asked for does not exist.
  robot_disabled = 93004,  ///< The group robot behind this webhook is disabled.
  agent_id_of_another_app = 301002,  ///< The access_token belongs to another app than the agentid.
  creator_cannot_be_deleted = 301005,  ///< The creator of the enterprise cannot be deleted.
  position_too_long = 301012,  ///< position is longer than 128 characters.
  telephone_invalid = 301013,  ///< telephone has other characters than digits and hyphens.
  english_name_invalid = 301014,  ///< english_name is empty, too long or has forbidden characters.
  image_media_id_invalid = 301015,  ///< The media_id of the avatar or logo is not an uploaded image.
  voice_file_invalid = 301016,  ///< The voice file does not meet WeCom's requirements.
  voice_format_not_amr = 301017,  ///< The voice file is not AMR.
  checkin_user_not_found = 301021,  ///< At least one userid of the check-in query does not exist.
  checkin_data_failed = 301022,  ///< WeCom failed to read the check-in data.
  checkin_user_list_invalid = 301023,  ///< useridlist is empty or holds more than 100 people.
  checkin_time_range_invalid = 301024,  ///< The check-in period is reversed, empty or a month or longer.
  user_id_not_changeable = 301036,  ///< This member's userid may not be changed any more.
  batch_duplicate_user_id = 302003,  ///< The import file lists a userid twice.
  batch_department_tree_invalid = 302004,  ///< The departments in the import file do not form a tree.
  batch_import_failed = 302005,  ///< The import failed inside WeCom.
  batch_duplicate_department_id = 302006,  ///< The import file lists a partyid twice.
  batch_duplicate_department_name = 302007,  ///< Two departments in the import file share a parent and a name.
  device_sn_invalid = 600001,  ///< WeCom does not know this serial number.
  device_already_connected = 600002,  ///< A device with this serial number is connected already.
  device_active_code_invalid = 600003,  ///< The activation code does not fit this device.
  device_not_bound_to_corp = 600004,  ///< No enterprise has bound this device yet.
  device_secret_wrong = 600005,  ///< The device's secret is wrong.
  device_sn_missing = 600007,  ///< The device's command carries no sn.
  device_nonce_missing = 600008,  ///< The device's command carries no nonce.
  device_timestamp_missing = 600009,  ///< The device's command carries no timestamp.
  device_signature_missing = 600010,  ///< The device's command carries no signature.
  device_signature_invalid = 600011,  ///< The device's signature does not match.
  connection_already_registered = 600012,  ///< A device is registered on this connection already.
  device_active_code_missing = 600013,  ///< The device's command carries no activation code.
  device_not_registered = 600014,  ///< The device has not registered on this connection.
  device_secret_missing = 600015,  ///< The device's command carries no secret.
  device_not_active = 600016,  ///< The device has not been activated.
  dial_record_time_range_invalid = 600018,  ///< Start and end of the call record query do not fit.
  device_not_logged_in = 600020,  ///< The device is not logged in.
  device_sn_taken = 600021,  ///< A device with this serial number is entered already.
  device_timestamp_expired = 600023,  ///< The device's timestamp is more than 30 minutes off.
  firmware_too_large = 600024,  ///< The firmware is larger than 5 MB.
  firmware_name_invalid = 600025,  ///< The firmware name is empty or longer than 20 bytes.
  firmware_not_found = 600026,  ///< There is no such firmware.
  firmware_parameter_invalid = 600027,  ///< A firmware parameter is not acceptable.
  firmware_version_taken = 600028,  ///< A firmware with this version was uploaded before.
  firmware_version_invalid = 600029,  ///< The firmware version has the wrong form.
  firmware_version_missing = 600030,  ///< The command or report carries no firmware version.
  firmware_upgrade_not_allowed = 600031,  ///< This hardware's firmware may not be upgraded.
  device_qrcode_unreadable = 600032,  ///< The hardware QR code cannot be parsed.
  device_model_id_conflict = 600033,  ///< The model id clashes with WeCom's records.
  fingerprint_data_too_large = 600034,  ///< The fingerprint data is too large.
  face_data_too_large = 600035,  ///< The face data is too large.
  device_sn_conflict = 600036,  ///< The serial number collides with another device.
  device_model_id_missing = 600037,  ///< The device model id is missing.
  device_model_not_found = 600038,  ///< This vendor has no such device model.
  device_type_unsupported = 600039,  ///< This kind of device is not supported here.
  print_job_not_found = 600040,  ///< WeCom has no print job with this id.
  offset_or_limit_invalid = 600041,  ///< offset or limit is out of bounds.
  device_model_id_invalid = 600042,  ///< The device model id is malformed.
  access_rule_not_set = 600043,  ///< No door access rule has been set.
  access_rule_invalid = 600044,  ///< The submitted door access rule was refused.
  device_already_subscribed = 600045,  ///< The device has subscribed to the enterprise's data already.
  permanent_qrcode_quota_exceeded = 610001,  ///< This member already has 5,000 permanent QR codes.
  scene_invalid = 610003,  ///< scene has a forbidden character or a wrong length.
  user_outside_customer_contact_range = 610004,  ///< The member is outside the range of customer contact.
  corp_not_found = 2000002,  ///< The auth_corpid of a provider call names no enterprise.
};

/// The category of the space: its messages are the titles of the catalog.
[[nodiscard]] inline const std::error_category& category() noexcept {
  return errdex::category(spaces::wecom);
}

[[nodiscard]] inline std::error_code make_error_code(code c) noexcept {
  return {static_cast<int>(c), category()};
}

}  // namespace errdex::wecom

template <>
struct std::is_error_code_enum<errdex::wecom::code> : std::true_type {};

#endif
