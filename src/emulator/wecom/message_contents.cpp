#include "emulator/wecom/message_contents.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>

#include "emulator/wecom/media.hpp"
#include "emulator/wecom/message_cards.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::size_t longest_text = 2048;

/// What the service cuts off instead of refusing it.
struct cut_rule {
  std::string_view type;
  std::string_view list;  ///< The array that has the key in its elements; empty for the content itself.
  std::string_view key;
  std::size_t length;
  bool characters = false;
};
constexpr std::array<cut_rule, 15> cut_rules{{
    {"video", "", "title", 128},
    {"video", "", "description", 512},
    {"textcard", "", "title", 128, true},
    {"textcard", "", "description", 512, true},
    {"textcard", "", "btntxt", 4, true},
    {"news", "articles", "title", 128},
    {"news", "articles", "description", 512},
    {"mpnews", "articles", "title", 128},
    {"mpnews", "articles", "digest", 512},
    {"taskcard", "", "title", 128},
    {"taskcard", "", "description", 512},
    {"taskcard", "btn", "name", 18},
    {"interactive_taskcard", "", "title", 128},
    {"interactive_taskcard", "", "description", 512},
    {"interactive_taskcard", "btn", "name", 18},
}};

void cut(json::object& in, const cut_rule& rule) {
  auto* value = in.if_contains(rule.key);
  if (!value || !value->is_string()) return;
  std::string text(value->get_string());
  *value = json::string(rule.characters ? cut_characters(std::move(text), rule.length)
                                        : cut_bytes(std::move(text), rule.length));
}

void cut_content(std::string_view type, json::object& content) {
  for (const cut_rule& rule : cut_rules) {
    if (rule.type != type) continue;
    if (rule.list.empty()) {
      cut(content, rule);
      continue;
    }
    auto* list = content.if_contains(rule.list);
    if (!list || !list->is_array()) continue;
    for (json::value& element : list->get_array())
      if (auto* in = element.if_object()) cut(*in, rule);
  }
}

/// The table of codes wants no \uXXXX; what stands for a character of ASCII is let pass, for serialisers
/// that escape "<" for HTML are common.
bool has_escapes(std::string_view body) {
  for (std::size_t at = body.find('\\'); at != std::string_view::npos; at = body.find('\\', at + 2)) {
    if (at + 5 >= body.size() || body[at + 1] != 'u') continue;
    if (body.substr(at + 2, 2) != "00" || body[at + 4] >= '8') return true;
  }
  return false;
}

void check_text_length(const exchange& x, json::object& content, std::int64_t live_bytes) {
  const std::string text = x.text("text.content");
  if (text.size() <= longest_text) return;
  if (x.world.settings.profile == profile::table)
    throw failure(code::message_content_too_long, "the text has " + std::to_string(text.size()) + " bytes");
  if (live_bytes == 0) {
    content["content"] = json::string(cut_bytes(text, longest_text));
  } else if (text.size() > static_cast<std::size_t>(live_bytes)) {
    throw failure(code::parameter_invalid, "the text has " + std::to_string(text.size()) + " bytes")
        .text("text.content exceed max length " + std::to_string(live_bytes) + ". invalid Request Parameter");
  }
}

std::string text_in(const json::object& in, std::string_view key) {
  const auto* value = in.if_contains(key);
  return value ? scalar_text(*value).value_or("") : std::string();
}

void check_mini_program_rows(const json::object& content) {
  const auto* rows = content.if_contains("content_item");
  if (!rows || !rows->is_array()) return;
  for (const json::value& row : rows->get_array()) {
    const auto* in = row.if_object();
    if (!in) continue;
    const bool named = !text_in(*in, "key").empty(), filled = !text_in(*in, "value").empty();
    if (filled && !named) throw failure(code::mini_program_content_key_length_invalid, "a row has no key");
    if (named && !filled)
      throw failure(code::mini_program_content_value_length_invalid, "a row has no value");
  }
}

template <typename Use>
void for_each_article(const json::object& content, Use use) {
  const auto* articles = content.if_contains("articles");
  if (!articles || !articles->is_array()) return;
  for (const json::value& article : articles->get_array())
    if (const auto* in = article.if_object()) use(*in);
}

void check_references(exchange& x, std::string_view type, const json::object& content,
                      const content_options& options) {
  if (type == "image" && !options.robot.empty()) return;  // The picture is in the message itself.
  if (type == "image" || type == "voice" || type == "video" || type == "file") {
    need_media(x, text_in(content, "media_id"), type, options.robot);
  } else if (type == "mpnews") {
    for_each_article(content, [&](const json::object& article) {
      need_media(x, text_in(article, "thumb_media_id"), "image", options.robot);
    });
  } else if (type == "news" && options.robot.empty()) {
    for_each_article(content, [&](const json::object& article) {
      if (!text_in(article, "appid").empty()) need_mini_program(x, text_in(article, "appid"));
    });
  } else if (type == "miniprogram_notice") {
    need_mini_program(x, text_in(content, "appid"));
    check_mini_program_rows(content);
  } else if (type == "template_card") {
    check_card(x, content, options.robot);
  }
}

}  // namespace

json::object read_content(exchange& x, const content_options& options) {
  if (x.world.settings.profile == profile::table && has_escapes(x.request.body))
    throw failure(code::request_chars_invalid, "the body has \\u escapes of characters outside of ASCII");
  const std::string type = x.text("msgtype");
  const json::value* value = x.json(type);
  json::object content = value && value->is_object() ? value->get_object() : json::object();
  if (type == "text") check_text_length(x, content, options.live_text_bytes);
  check_references(x, type, content, options);
  check_words(x, content);
  cut_content(type, content);
  return content;
}

void check_safe(const exchange& x) {
  const std::int64_t safe = x.integer("safe");
  const std::string type = x.text("msgtype");
  if (safe != 0 && type == "news")
    throw failure(code::news_message_not_confidential, "safe is " + std::to_string(safe));
  if (safe == 2 && type != "mpnews")
    throw failure(code::parameter_invalid, "safe is 2, which only mpnews may be");
}

void need_media(const exchange& x, std::string_view media_id, std::string_view type, std::string_view robot) {
  const auto found = find_media(x, media_id);
  if (!found)
    throw failure(code::media_id_invalid, "no file has the media_id, or it is older than three days");
  if (found->type != type)
    throw failure(code::media_id_invalid,
                  "the file is of the type " + found->type + ", not " + std::string(type));
  const auto owner = x.data().value("SELECT robot FROM wecom_robot_media WHERE corp = ? AND media_id = ?",
                                    x.caller.tenant, media_id);
  if (owner.value_or("") != robot)
    throw failure(code::media_id_invalid, "the file belongs to another robot, or to an app");
}

void need_mini_program(const exchange& x, std::string_view appid) {
  const auto linked = x.data().value("SELECT app FROM wecom_mini_program WHERE corp = ? AND appid = ?",
                                     x.caller.tenant, appid);
  if (linked && *linked == x.caller.app) return;
  if (linked && !linked->empty())
    throw failure(code::mini_program_appid_mismatch, "it is linked to the app " + *linked);
  if (linked || x.data().exists("SELECT 1 FROM wecom_mini_program WHERE appid = ?", appid))
    throw failure(code::mini_program_not_linked, "the organisation has not linked the mini program");
  throw failure(code::mini_program_appid_invalid, "there is no mini program with the appid");
}

void check_words(const exchange& x, const json::value& content) {
  if (const auto* text = content.if_string()) {
    const auto word =
        x.data().value("SELECT word FROM wecom_forbidden_word WHERE corp = ? AND instr(?, word) > 0 LIMIT 1",
                       x.caller.tenant, std::string_view(*text));
    if (word) throw failure(code::message_sensitive, "the filter has the word '" + *word + "'");
  } else if (const auto* list = content.if_array()) {
    for (const json::value& element : *list) check_words(x, element);
  } else if (const auto* object = content.if_object()) {
    for (const auto& member : *object) check_words(x, member.value());
  }
}

std::string cut_bytes(std::string text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  text.resize(bytes);
  return text;
}

std::string cut_characters(std::string text, std::size_t characters) {
  std::size_t seen = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U) continue;
    if (seen++ == characters) {
      text.resize(i);
      break;
    }
  }
  return text;
}

}  // namespace errdex::emulation::wecom
