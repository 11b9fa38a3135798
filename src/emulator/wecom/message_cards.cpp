#include "emulator/wecom/message_cards.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <set>

#include "emulator/wecom/message_contents.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

using fields = std::vector<field>;

constexpr std::int64_t longest_key = 1024;

fields frame_fields() {
  return {field("template_card.source").object(),
          field("template_card.source.icon_url").text(),
          field("template_card.source.desc").text(),
          field("template_card.source.desc_color").integer().one_of({"0", "1", "2", "3"}),
          field("template_card.main_title").object(),
          field("template_card.main_title.title").text(),
          field("template_card.main_title.desc").text(),
          field("template_card.sub_title_text").text(),
          field("template_card.emphasis_content").object(),
          field("template_card.emphasis_content.title").text(),
          field("template_card.emphasis_content.desc").text()};
}

fields quote_fields() {
  constexpr std::string_view type = "template_card.quote_area.type";
  return {field("template_card.quote_area").object(),
          field(type).integer().one_of({"0", "1", "2"}),
          field("template_card.quote_area.url").text().required(code::url_missing).only_if(type, {"1"}),
          field("template_card.quote_area.appid")
              .text()
              .required(code::mini_program_appid_missing)
              .only_if(type, {"2"}),
          field("template_card.quote_area.pagepath").text(),
          field("template_card.quote_area.title").text(),
          field("template_card.quote_area.quote_text").text()};
}

fields picture_fields() {
  constexpr std::string_view type = "template_card.image_text_area.type";
  return {field("template_card.image_text_area").object(),
          field(type).integer().one_of({"0", "1", "2"}),
          field("template_card.image_text_area.url").text().required(code::url_missing).only_if(type, {"1"}),
          field("template_card.image_text_area.appid")
              .text()
              .required(code::mini_program_appid_missing)
              .only_if(type, {"2"}),
          field("template_card.image_text_area.pagepath").text(),
          field("template_card.image_text_area.title").text(),
          field("template_card.image_text_area.desc").text(),
          field("template_card.image_text_area.image_url").text().required(),
          field("template_card.card_image").object(),
          field("template_card.card_image.url").text().required(code::url_missing),
          field("template_card.card_image.aspect_ratio").number()};
}

fields list_fields() {
  constexpr std::string_view row = "template_card.horizontal_content_list[].type";
  constexpr std::string_view jump = "template_card.jump_list[].type";
  return {field("template_card.vertical_content_list").array().count(0, 4),
          field("template_card.vertical_content_list[].title").text().required(code::title_missing),
          field("template_card.vertical_content_list[].desc").text(),
          field("template_card.horizontal_content_list").array().count(0, 6),
          field(row).integer().one_of({"0", "1", "2", "3"}),
          field("template_card.horizontal_content_list[].keyname").text().required(),
          field("template_card.horizontal_content_list[].value").text(),
          field("template_card.horizontal_content_list[].url")
              .text()
              .required(code::url_missing)
              .only_if(row, {"1"}),
          field("template_card.horizontal_content_list[].media_id")
              .text()
              .required(code::media_id_missing)
              .only_if(row, {"2"}),
          field("template_card.horizontal_content_list[].userid").text().required().only_if(row, {"3"}),
          field("template_card.jump_list").array().count(0, 3),
          field(jump).integer().one_of({"0", "1", "2"}),
          field("template_card.jump_list[].title").text().required(code::title_missing),
          field("template_card.jump_list[].url").text().required(code::url_missing).only_if(jump, {"1"}),
          field("template_card.jump_list[].appid")
              .text()
              .required(code::mini_program_appid_missing)
              .only_if(jump, {"2"}),
          field("template_card.jump_list[].pagepath").text()};
}

fields action_fields() {
  constexpr std::string_view card_type = "template_card.card_type";
  constexpr std::string_view type = "template_card.card_action.type";
  return {
      field("template_card.card_action")
          .object()
          .required()
          .only_if(card_type, {"text_notice", "news_notice"}),
      field(type).integer().required().one_of({"1", "2"}).only_if(card_type, {"text_notice", "news_notice"}),
      field("template_card.card_action.url").text().required(code::url_missing).only_if(type, {"1"}),
      field("template_card.card_action.appid")
          .text()
          .required(code::mini_program_appid_missing)
          .only_if(type, {"2"}),
      field("template_card.card_action.pagepath").text(),
      field("template_card.task_id").text().bytes(1, 128).charset("0-9A-Za-z_@-")};
}

fields menu_fields() {
  return {field("template_card.action_menu").object(), field("template_card.action_menu.desc").text(),
          field("template_card.action_menu.action_list").array().required().count(1, 3),
          field("template_card.action_menu.action_list[].text").text().required(),
          field("template_card.action_menu.action_list[].key").text().required().bytes(1, longest_key)};
}

fields question_fields() {
  constexpr std::string_view card_type = "template_card.card_type";
  constexpr std::string_view button = "template_card.button_list[].type";
  return {field("template_card.button_selection").object(),
          field("template_card.button_selection.question_key").text().required().bytes(1, longest_key),
          field("template_card.button_selection.title").text(),
          field("template_card.button_selection.option_list").array().required().count(1, 10),
          field("template_card.button_selection.option_list[].id").text().required().bytes(1, 128),
          field("template_card.button_selection.option_list[].text").text().required(),
          field("template_card.button_selection.selected_id").text(),
          field("template_card.button_list")
              .array()
              .required()
              .count(1, 6)
              .only_if(card_type, {"button_interaction"}),
          field(button).integer().one_of({"0", "1"}),
          field("template_card.button_list[].text").text().required(),
          field("template_card.button_list[].style").integer(),
          field("template_card.button_list[].key")
              .text()
              .required()
              .bytes(1, longest_key)
              .only_if(button, {"", "0"}),
          field("template_card.button_list[].url").text().required(code::url_missing).only_if(button, {"1"}),
          field("template_card.checkbox").object().required().only_if(card_type, {"vote_interaction"}),
          field("template_card.checkbox.question_key").text().required().bytes(1, longest_key),
          field("template_card.checkbox.disable").boolean(),
          field("template_card.checkbox.mode").integer().one_of({"0", "1"}),
          field("template_card.checkbox.option_list").array().required().count(1, 20),
          field("template_card.checkbox.option_list[].id").text().required().bytes(1, 128),
          field("template_card.checkbox.option_list[].text").text().required(),
          field("template_card.checkbox.option_list[].is_checked").boolean(),
          field("template_card.select_list")
              .array()
              .required()
              .count(1, 3)
              .only_if(card_type, {"multiple_interaction"}),
          field("template_card.select_list[].question_key").text().required().bytes(1, longest_key),
          field("template_card.select_list[].title").text(),
          field("template_card.select_list[].selected_id").text(),
          field("template_card.select_list[].disable").boolean(),
          field("template_card.select_list[].option_list").array().required().count(1, 10),
          field("template_card.select_list[].option_list[].id").text().required().bytes(1, 128),
          field("template_card.select_list[].option_list[].text").text().required(),
          field("template_card.submit_button").object(),
          field("template_card.submit_button.text").text().required(),
          field("template_card.submit_button.key").text().required().bytes(1, longest_key),
          field("template_card.replace_text").text()};
}

void append(fields& to, fields more) { std::move(more.begin(), more.end(), std::back_inserter(to)); }

// --- What no declaration says -------------------------------------------------------------------------

std::string text_at(const json::object& in, std::string_view path) {
  const auto* value = find_path(in, path);
  return value ? scalar_text(*value).value_or("") : std::string();
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

[[noreturn]] void refuse(std::string why) { throw failure(code::parameter_invalid, std::move(why)); }

template <typename Use>
void for_each_object(const json::object& in, std::string_view path, Use use) {
  const auto* list = find_path(in, path);
  if (!list || !list->is_array()) return;
  for (const json::value& element : list->get_array())
    if (const auto* object = element.if_object()) use(*object);
}

void need_different(const json::object& in, std::string_view list, std::string_view key) {
  std::set<std::string> seen;
  for_each_object(in, list, [&](const json::object& element) {
    const std::string text = text_at(element, key);
    if (!text.empty() && !seen.insert(text).second)
      refuse(std::string(list) + " has the " + std::string(key) + " '" + text + "' twice");
  });
}

void check_titles(const json::object& card, std::string_view type) {
  const bool titled = !text_at(card, "main_title.title").empty();
  if (titled || (type == "text_notice" && !text_at(card, "sub_title_text").empty())) return;
  throw failure(code::title_missing, "the card has no main_title.title");
}

void check_pictures(const json::object& card) {
  if (!card.contains("card_image") && !card.contains("image_text_area"))
    refuse("the card has neither card_image nor image_text_area");
  const auto* ratio = find_path(card, "card_image.aspect_ratio");
  if (!ratio || !ratio->is_number()) return;
  const auto value = ratio->to_number<double>();
  if (value < 1.3 || value > 2.25) refuse("card_image.aspect_ratio is not between 1.3 and 2.25");
}

void check_links(const exchange& x, const json::object& card, std::string_view robot) {
  const auto check = [&](const json::object& in) {
    const std::string appid = text_at(in, "appid");
    if (text_at(in, "type") == "2" && !appid.empty()) need_mini_program(x, appid);
  };
  // A robot belongs to no app that a mini program could be linked to.
  if (robot.empty()) {
    for (const char* area : {"quote_area", "image_text_area", "card_action"})
      if (const auto* in = card.if_contains(area); in && in->is_object()) check(in->get_object());
    for_each_object(card, "jump_list", check);
  }
  for_each_object(card, "horizontal_content_list", [&](const json::object& row) {
    if (text_at(row, "type") == "2") need_media(x, text_at(row, "media_id"), "file", robot);
    if (text_at(row, "type") == "3" && !find_member(x, text_at(row, "userid")))
      refuse("horizontal_content_list names nobody: " + text_at(row, "userid"));
  });
}

}  // namespace

fields card_fields(bool interactive) {
  constexpr std::string_view card_type = "template_card.card_type";
  fields out;
  out.push_back(field("template_card")
                    .object()
                    .required(code::parameter_missing)
                    .only_if("msgtype", {"template_card"}));
  if (interactive)
    out.push_back(field(card_type)
                      .text()
                      .required(code::parameter_missing)
                      .one_of({"text_notice", "news_notice", "button_interaction", "vote_interaction",
                               "multiple_interaction"}));
  else
    out.push_back(
        field(card_type).text().required(code::parameter_missing).one_of({"text_notice", "news_notice"}));
  append(out, frame_fields());
  append(out, quote_fields());
  append(out, picture_fields());
  append(out, list_fields());
  append(out, action_fields());
  if (interactive) {
    append(out, menu_fields());
    append(out, question_fields());
  }
  return out;
}

void check_card(const exchange& x, const json::object& card, std::string_view robot) {
  const std::string type = text_at(card, "card_type");
  check_titles(card, type);
  if (type == "news_notice") check_pictures(card);
  if (is_one_of(type, {"vote_interaction", "multiple_interaction"}) && !card.contains("submit_button") &&
      text_at(card, "replace_text").empty())
    refuse("the card has no submit_button");
  need_different(card, "action_menu.action_list", "key");
  need_different(card, "button_list", "key");
  need_different(card, "button_selection.option_list", "id");
  need_different(card, "checkbox.option_list", "id");
  need_different(card, "select_list", "question_key");
  for_each_object(card, "select_list",
                  [](const json::object& select) { need_different(select, "option_list", "id"); });
  check_links(x, card, robot);
}

bool can_be_answered(const json::object& card) {
  return is_one_of(text_at(card, "card_type"),
                   {"button_interaction", "vote_interaction", "multiple_interaction"}) ||
         card.contains("action_menu");
}

}  // namespace errdex::emulation::wecom
