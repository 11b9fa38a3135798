// The declarations of contents, by msgtype.
#include <algorithm>

#include "emulator/wecom/message_cards.hpp"
#include "emulator/wecom/message_contents.hpp"

namespace errdex::emulation::wecom {
namespace {

using fields = std::vector<field>;

constexpr std::int64_t longest_url = 2048;
constexpr std::int64_t longest_article = 666L * 1024;

bool is_program_appid(std::string_view text) {
  return text.size() == 18 && text.substr(0, 2) == "wx" &&
         std::all_of(text.begin() + 2, text.end(), [](char c) { return in_charset(c, "0-9a-z"); });
}

bool is_program_page(std::string_view text) { return text.find("://") == std::string_view::npos; }

fields text_fields() {
  return {field("text")
              .object(code::text_content_empty)
              .required(code::text_content_empty)
              .only_if("msgtype", {"text"}),
          field("text.content")
              .text(code::text_content_empty)
              .required(code::text_content_empty)
              .only_if("msgtype", {"text"}),
          field("text.mentioned_list").array().only_if("msgtype", {"text"}),
          field("text.mentioned_mobile_list").array().only_if("msgtype", {"text"})};
}

/// The three kinds of files that have nothing but their id.
fields file_fields(std::string_view type, std::string_view path) {
  return {
      field(type).object(code::media_id_missing).required(code::media_id_missing).only_if("msgtype", {type}),
      field(path).text(code::media_id_invalid).required(code::media_id_missing).only_if("msgtype", {type})};
}

fields picture_fields() {
  return {field("image").object().required().only_if("msgtype", {"image"}),
          field("image.base64").text().required(code::media_file_empty).only_if("msgtype", {"image"}),
          field("image.md5").text().required().only_if("msgtype", {"image"})};
}

fields video_fields() {
  fields out = file_fields("video", "video.media_id");
  out.push_back(field("video.title").text().only_if("msgtype", {"video"}));
  out.push_back(field("video.description").text().only_if("msgtype", {"video"}));
  return out;
}

fields text_card_fields() {
  return {field("textcard").object().required(code::title_missing).only_if("msgtype", {"textcard"}),
          field("textcard.title").text().required(code::title_missing).only_if("msgtype", {"textcard"}),
          field("textcard.description")
              .text()
              .required(code::description_missing)
              .only_if("msgtype", {"textcard"}),
          field("textcard.url")
              .text()
              .required(code::url_missing)
              .bytes(1, longest_url, code::url_length_invalid)
              .form(forms::http_url, "a URL with http:// or https://", "work.weixin.qq.com")
              .only_if("msgtype", {"textcard"}),
          field("textcard.btntxt").text().only_if("msgtype", {"textcard"})};
}

fields news_fields() {
  return {field("news").object().required(code::article_count_invalid).only_if("msgtype", {"news"}),
          field("news.articles")
              .array(code::article_count_invalid)
              .required(code::article_count_invalid)
              .count(1, 8, code::article_count_invalid)
              .only_if("msgtype", {"news"}),
          field("news.articles[].title").text().required(code::title_missing).only_if("msgtype", {"news"}),
          field("news.articles[].description").text().only_if("msgtype", {"news"}),
          // An article opens a page or a mini program.
          field("news.articles[].url")
              .text()
              .required(code::url_missing)
              .bytes(1, longest_url, code::url_length_invalid)
              .only_if("news.articles[].appid", {""}),
          field("news.articles[].picurl").text().bytes(0, longest_url).only_if("msgtype", {"news"}),
          field("news.articles[].appid").text().only_if("msgtype", {"news"}),
          field("news.articles[].pagepath").text().bytes(0, 128).only_if("msgtype", {"news"})};
}

fields stored_news_fields() {
  return {
      field("mpnews").object().required(code::article_count_invalid).only_if("msgtype", {"mpnews"}),
      field("mpnews.articles")
          .array(code::article_count_invalid)
          .required(code::article_count_invalid)
          .count(1, 8, code::article_count_invalid)
          .only_if("msgtype", {"mpnews"}),
      field("mpnews.articles[].title").text().required(code::title_missing).only_if("msgtype", {"mpnews"}),
      field("mpnews.articles[].thumb_media_id")
          .text(code::media_id_invalid)
          .required(code::media_id_missing)
          .only_if("msgtype", {"mpnews"}),
      field("mpnews.articles[].author")
          .text()
          .bytes(0, 64, code::article_author_too_long)
          .only_if("msgtype", {"mpnews"}),
      field("mpnews.articles[].content_source_url").text().only_if("msgtype", {"mpnews"}),
      field("mpnews.articles[].content")
          .text()
          .required(code::text_content_empty)
          .bytes(1, longest_article, code::message_content_too_long)
          .only_if("msgtype", {"mpnews"}),
      field("mpnews.articles[].digest").text().only_if("msgtype", {"mpnews"})};
}

fields markdown_fields(std::string_view type, std::string_view path, std::int64_t bytes) {
  return {field(type)
              .object(code::text_content_empty)
              .required(code::text_content_empty)
              .only_if("msgtype", {type}),
          field(path)
              .text(code::text_content_empty)
              .required(code::text_content_empty)
              .bytes(1, bytes, code::message_content_too_long)
              .only_if("msgtype", {type})};
}

fields mini_program_fields() {
  return {
      field("miniprogram_notice")
          .object(code::mini_program_appid_missing)
          .required(code::mini_program_appid_missing)
          .only_if("msgtype", {"miniprogram_notice"}),
      field("miniprogram_notice.appid")
          .text(code::mini_program_appid_invalid)
          .required(code::mini_program_appid_missing)
          .form(is_program_appid, "wx and 16 letters or digits", "gh_beacon",
                code::mini_program_appid_invalid)
          .only_if("msgtype", {"miniprogram_notice"}),
      field("miniprogram_notice.page")
          .text(code::mini_program_page_invalid)
          .bytes(0, 1024, code::mini_program_page_invalid)
          .form(is_program_page, "a path in the mini program", "https://beacon.example",
                code::mini_program_page_invalid)
          .only_if("msgtype", {"miniprogram_notice"}),
      field("miniprogram_notice.title")
          .text()
          .required(code::title_missing)
          .chars(4, 12)
          .only_if("msgtype", {"miniprogram_notice"}),
      field("miniprogram_notice.description").text().chars(4, 12).only_if("msgtype", {"miniprogram_notice"}),
      field("miniprogram_notice.emphasis_first_item").boolean().only_if("msgtype", {"miniprogram_notice"}),
      field("miniprogram_notice.content_item")
          .array()
          .count(0, 10, code::mini_program_content_items_too_many)
          .only_if("msgtype", {"miniprogram_notice"}),
      // The reader refuses a row of which only one half is there.
      field("miniprogram_notice.content_item[].key")
          .text()
          .chars(0, 10, code::mini_program_content_key_length_invalid)
          .only_if("msgtype", {"miniprogram_notice"}),
      field("miniprogram_notice.content_item[].value")
          .text()
          .chars(0, 30, code::mini_program_content_value_length_invalid)
          .only_if("msgtype", {"miniprogram_notice"})};
}

struct task_card_paths {
  std::string_view type, title, description, url, task_id, button, key, name, replaced, color, bold;
};

/// The card has had two names; both are in use.
fields task_card_fields(const task_card_paths& p) {
  constexpr std::string_view id_characters = "0-9A-Za-z_@-";
  return {
      field(p.type).object().required(code::title_missing).only_if("msgtype", {p.type}),
      field(p.title).text().required(code::title_missing).only_if("msgtype", {p.type}),
      field(p.description).text().only_if("msgtype", {p.type}),
      field(p.url).text().bytes(0, longest_url, code::url_length_invalid).only_if("msgtype", {p.type}),
      field(p.task_id).text().required().bytes(1, 128).charset(id_characters).only_if("msgtype", {p.type}),
      field(p.button).array().required().count(1, 2).only_if("msgtype", {p.type}),
      field(p.key).text().required().bytes(1, 128).charset(id_characters).only_if("msgtype", {p.type}),
      field(p.name).text().required().only_if("msgtype", {p.type}),
      field(p.replaced).text().only_if("msgtype", {p.type}),
      field(p.color).text().one_of({"red", "blue"}).only_if("msgtype", {p.type}),
      field(p.bold).boolean().only_if("msgtype", {p.type})};
}

void append(fields& to, fields more) { std::move(more.begin(), more.end(), std::back_inserter(to)); }

}  // namespace

std::vector<field> content_fields(std::span<const std::string_view> types, bool of_robot) {
  const std::int64_t markdown_bytes = of_robot ? 4096 : 2048;
  fields out;
  out.push_back(field("msgtype")
                    .text(code::message_type_invalid)
                    .required(code::message_type_invalid)

                    .one_of({types.begin(), types.end()}, code::message_type_invalid));
  for (const std::string_view type : types) {
    if (type == "text") append(out, text_fields());
    if (type == "image") append(out, of_robot ? picture_fields() : file_fields(type, "image.media_id"));
    if (type == "voice") append(out, file_fields(type, "voice.media_id"));
    if (type == "file") append(out, file_fields(type, "file.media_id"));
    if (type == "video") append(out, video_fields());
    if (type == "textcard") append(out, text_card_fields());
    if (type == "news") append(out, news_fields());
    if (type == "mpnews") append(out, stored_news_fields());
    if (type == "markdown") append(out, markdown_fields(type, "markdown.content", markdown_bytes));
    if (type == "markdown_v2") append(out, markdown_fields(type, "markdown_v2.content", markdown_bytes));
    if (type == "miniprogram_notice") append(out, mini_program_fields());
    if (type == "taskcard")
      append(out, task_card_fields({"taskcard", "taskcard.title", "taskcard.description", "taskcard.url",
                                    "taskcard.task_id", "taskcard.btn", "taskcard.btn[].key",
                                    "taskcard.btn[].name", "taskcard.btn[].replace_name",
                                    "taskcard.btn[].color", "taskcard.btn[].is_bold"}));
    if (type == "interactive_taskcard")
      append(out,
             task_card_fields({"interactive_taskcard", "interactive_taskcard.title",
                               "interactive_taskcard.description", "interactive_taskcard.url",
                               "interactive_taskcard.task_id", "interactive_taskcard.btn",
                               "interactive_taskcard.btn[].key", "interactive_taskcard.btn[].name",
                               "interactive_taskcard.btn[].replace_name", "interactive_taskcard.btn[].color",
                               "interactive_taskcard.btn[].is_bold"}));
    if (type == "template_card") append(out, card_fields(!of_robot));
  }
  return out;
}

std::vector<claim> content_claims(std::span<const std::string_view> types, bool of_robot) {
  const auto has = [&](std::string_view type) { return std::count(types.begin(), types.end(), type) != 0; };
  std::vector<claim> out;
  if (has("text"))
    out.push_back(
        {code::message_content_too_long, "a text has more than 2,048 bytes (in the profile table)"});
  out.push_back({code::request_chars_invalid,
                 "a text is written with \\u escapes of characters outside of ASCII (in the profile table)"});
  out.push_back({code::message_sensitive, "a text has a word that the organisation's filter refuses"});
  if (has("file"))
    out.push_back({code::media_id_invalid,
                   "no file has the media_id, it is older than three days, or it is of another type"});
  if (has("miniprogram_notice")) {
    out.push_back({code::mini_program_content_key_length_invalid, "a row has a value and no key"});
    out.push_back({code::mini_program_content_value_length_invalid, "a row has a key and no value"});
  }
  // A robot belongs to no app that a mini program could be linked to.
  if (has("miniprogram_notice") || (has("news") && !of_robot)) {
    out.push_back({code::mini_program_appid_invalid, "there is no mini program with the appid"});
    out.push_back({code::mini_program_not_linked, "the organisation has not linked the mini program"});
    out.push_back({code::mini_program_appid_mismatch, "the mini program is linked to another app"});
  }
  if (has("template_card") || has("taskcard"))
    out.push_back({code::parameter_invalid, "the task_id is taken, or a card's parts do not fit together"});
  return out;
}

}  // namespace errdex::emulation::wecom
