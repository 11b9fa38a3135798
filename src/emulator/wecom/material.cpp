// The library of materials that stay until they are deleted: files, and articles ("mpnews"). An older part of
// the API that the present documents leave out and that SDKs still have.
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "emulator/platform/form.hpp"
#include "emulator/wecom/agents.hpp"
#include "emulator/wecom/media.hpp"
#include "emulator/wecom/media_types.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::string_view articles_type = "mpnews";

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_material(corp TEXT NOT NULL, app TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL,
  filename TEXT NOT NULL, content_type TEXT NOT NULL, updated INTEGER NOT NULL, content BLOB NOT NULL,
  PRIMARY KEY(corp, id));
CREATE INDEX IF NOT EXISTS wecom_material_type ON wecom_material(corp, type, app);
)";

/// Once with the agentid of an app, later with the token alone.
void need_agent_if_named(const exchange& x) {
  if (x.has("agentid")) need_own_agent(x, x.integer("agentid"));
}

std::int64_t count(const exchange& x, std::string_view type) {
  return x.data()
      .number("SELECT count(*) FROM wecom_material WHERE corp = ? AND type = ? AND app = ?", x.caller.tenant,
              type, x.caller.app)
      .value_or(0);
}

/// Keeps a material; the organisation may have so many of each kind, all its apps together.
std::string keep(exchange& x, std::string_view type, std::string_view filename, std::string_view content_type,
                 std::string_view content) {
  const std::int64_t most = type == "image" || type == articles_type ? 5'000 : 1'000;
  const auto stored = x.data().number("SELECT count(*) FROM wecom_material WHERE corp = ? AND type = ?",
                                      x.caller.tenant, type);
  if (stored.value_or(0) >= most)
    throw failure(code::material_quota_exceeded,
                  "the organisation has " + std::to_string(most) + " of the type " + std::string(type));
  std::string id = "2-" + x.ids().text("wecom.material", 44);
  x.data().run(
      "INSERT INTO wecom_material(corp, app, id, type, filename, content_type, updated, content) VALUES(?, "
      "?, ?, ?, ?, "
      "?, ?, ?)",
      x.caller.tenant, x.caller.app, id, type, filename, content_type, x.seconds(), content);
  return id;
}

answer add_file(exchange& x) {
  need_agent_if_named(x);
  const auto form = read_form(x.request);
  const form_part* file = form ? find_part(*form, "media") : nullptr;
  if (!file || !file->filename || file->content.empty())
    throw failure(code::media_file_empty, "the form has no file in its part 'media'");
  const std::string type = x.text("type");
  check_media(type, *file->filename, file->content);
  return json::object{
      {"media_id", keep(x, type, *file->filename, content_type_of(file->content), file->content)}};
}

/// The documented members of each article. Its picture must be an image of the library.
json::array read_articles(const exchange& x) {
  json::array out;
  for (const auto& value : x.json("mpnews.articles")->get_array()) {
    const auto* given = value.if_object();
    if (!given) throw failure(code::parameter_invalid, "an article is no object");
    json::object article;
    for (const std::string_view key :
         {"title", "thumb_media_id", "author", "content_source_url", "content", "digest", "show_cover_pic"}) {
      const auto* v = given->if_contains(key);
      article[key] = v ? scalar_text(*v).value_or("") : std::string(key == "show_cover_pic" ? "0" : "");
    }
    const std::string_view picture = article["thumb_media_id"].get_string();
    if (!x.data().exists("SELECT 1 FROM wecom_material WHERE corp = ? AND id = ? AND type = 'image'",
                         x.caller.tenant, picture))
      throw failure(code::media_id_invalid, "the library has no image " + std::string(picture));
    out.push_back(std::move(article));
  }
  return out;
}

answer add_articles(exchange& x) {
  need_agent_if_named(x);
  return json::object{
      {"media_id", keep(x, articles_type, "", "application/json", json::serialize(read_articles(x)))}};
}

struct material {
  std::string type, filename, content_type, content;
};

material need_material(const exchange& x, std::string_view id) {
  auto row = x.data().query(
      "SELECT type, filename, content_type, content FROM wecom_material WHERE corp = ? AND app = ? AND id = "
      "?",
      x.caller.tenant, x.caller.app, id);
  if (!row.next()) throw failure(code::media_id_invalid, "the app's library has no such material");
  return {std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
          std::string(row.text(3))};
}

answer update_articles(exchange& x) {
  need_agent_if_named(x);
  const std::string id = x.text("media_id");
  if (need_material(x, id).type != articles_type)
    throw failure(code::media_id_invalid, "the material is a file and no article");
  x.data().run("UPDATE wecom_material SET content = ?, updated = ? WHERE corp = ? AND id = ?",
               json::serialize(read_articles(x)), x.seconds(), x.caller.tenant, id);
  return {};
}

answer get_material(exchange& x) {
  need_agent_if_named(x);
  material found = need_material(x, x.text("media_id"));
  if (found.type == articles_type)
    return json::object{{"type", articles_type},
                        {articles_type, json::object{{"articles", json::parse(found.content)}}}};
  return send_file(x, std::move(found.content),
                   found.type == "file" ? "application/octet-stream" : found.content_type, found.filename);
}

answer delete_material(exchange& x) {
  need_agent_if_named(x);
  const std::string id = x.text("media_id");
  (void)need_material(x, id);
  x.data().run("DELETE FROM wecom_material WHERE corp = ? AND id = ?", x.caller.tenant, id);
  return {};
}

answer count_materials(exchange& x) {
  need_agent_if_named(x);
  json::object counts;
  std::int64_t total = 0;
  for (const std::string_view type : {"image", "voice", "video", "file", "mpnews"}) {
    const std::int64_t n = count(x, type);
    counts[std::string(type) + "_count"] = n;
    total += n;
  }
  json::object out{{"total_count", total}};
  for (auto& member : counts) out[member.key()] = std::move(member.value());
  return out;
}

answer list_materials(exchange& x) {
  need_agent_if_named(x);
  const std::string type = x.text("type");
  json::array items;
  auto rows = x.data().query(
      "SELECT id, filename, updated, CASE type WHEN 'mpnews' THEN content END FROM wecom_material WHERE corp "
      "= ? AND "
      "type = ? AND app = ? ORDER BY updated DESC, rowid DESC LIMIT ? OFFSET ?",
      x.caller.tenant, type, x.caller.app, x.integer("count"), x.integer("offset"));
  while (rows.next()) {
    if (type == articles_type)
      items.push_back(json::object{{"media_id", rows.text(0)},
                                   {"content", json::object{{"articles", json::parse(rows.text(3))}}},
                                   {"update_time", rows.integer(2)}});
    else
      items.push_back(json::object{
          {"media_id", rows.text(0)}, {"filename", rows.text(1)}, {"update_time", rows.integer(2)}});
  }
  const auto shown = static_cast<std::int64_t>(items.size());
  return json::object{
      {"type", type}, {"total_count", count(x, type)}, {"item_count", shown}, {"itemlist", std::move(items)}};
}

field optional_agentid() { return field("agentid").integer(code::agent_id_invalid); }

field material_type(std::initializer_list<std::string_view> types) {
  return field("type")
      .text(code::upload_type_invalid)
      .required(code::upload_type_invalid)
      .one_of(types, code::upload_type_invalid);
}

std::vector<field> article_fields(std::vector<field> first) {
  for (const field& f :
       {field("mpnews").object().required(), field("mpnews.articles").array().required().count(1, 10),
        field("mpnews.articles[].title").text().required(),
        field("mpnews.articles[].thumb_media_id").text().required(code::media_id_missing),
        field("mpnews.articles[].author").text(), field("mpnews.articles[].content_source_url").text(),
        field("mpnews.articles[].content").text().required(), field("mpnews.articles[].digest").text(),
        field("mpnews.articles[].show_cover_pic").one_of({"0", "1"})})
    first.push_back(f);
  return first;
}

const claim full{code::material_quota_exceeded,
                 "the organisation has 5,000 of the type already, 1,000 when it is voice, video or file"};

void add_one_material_calls(endpoint_list& list) {
  for (const bool deletes : {false, true})
    list.push_back({
        .name = deletes ? "material/del" : "material/get",
        .method = "GET",
        .path = deletes ? "/cgi-bin/material/del" : "/cgi-bin/material/get",
        .title = deletes ? "Delete a material" : "Read a material",
        .group = "material",
        .credential = access_token,
        .permission = messages,
        .fields = {field("media_id").text().required(code::media_id_missing), optional_agentid()},
        .raises = agent_claims({{code::media_id_invalid, "the app's library has no such material"}}),
        .success_text = deletes ? "deleted" : "",
        .handle = deletes ? delete_material : get_material,
    });
}

}  // namespace

void create_material_tables(store& data) { data.script(schema); }

void add_materials(endpoint_list& list) {
  field agentid_in_query = optional_agentid(),
        type_in_query = material_type({"image", "voice", "video", "file"});
  list.push_back({
      .name = "material/add_material",
      .method = "POST",
      .path = "/cgi-bin/material/add_material",
      .title = "Upload a file that stays",
      .group = "material",
      .credential = access_token,
      .permission = messages,
      .fields = {agentid_in_query.in_query(), type_in_query.in_query()},
      .raises =
          agent_claims({{code::media_file_empty, "the form has no file in its part 'media'"},
                        {code::file_size_invalid, "the file has 5 bytes or less"},
                        {code::media_type_invalid, "an image is no JPEG or PNG, or a video is no MP4"},
                        {code::image_size_invalid, "an image is larger than 10 MB"},
                        {code::video_size_invalid, "a video is larger than 10 MB"},
                        {code::file_too_large, "a voice is larger than 2 MB, or a file is larger than 20 MB"},
                        {code::voice_format_not_amr, "a voice is no AMR, or its name does not end in .amr"},
                        {code::voice_file_invalid, "a voice is AMR with damaged frames"},
                        {code::voice_too_long, "a voice plays for more than 60 seconds"},
                        full}),
      .raw_body = true,
      .handle = add_file,
  });
  const claim no_picture{code::media_id_invalid, "the library has no image with a thumb_media_id"};
  const claim no_object{code::parameter_invalid, "an article is no object"};
  list.push_back({
      .name = "material/add_mpnews",
      .method = "POST",
      .path = "/cgi-bin/material/add_mpnews",
      .title = "Write articles that stay",
      .group = "material",
      .credential = access_token,
      .permission = messages,
      .fields = article_fields({optional_agentid()}),
      .raises = agent_claims({no_picture, no_object, full}),
      .handle = add_articles,
  });
  list.push_back({
      .name = "material/update_mpnews",
      .method = "POST",
      .path = "/cgi-bin/material/update_mpnews",
      .title = "Change articles",
      .group = "material",
      .credential = access_token,
      .permission = messages,
      .fields =
          article_fields({optional_agentid(), field("media_id").text().required(code::media_id_missing)}),
      .raises = agent_claims({no_picture, no_object}),
      .handle = update_articles,
  });
  add_one_material_calls(list);
  list.push_back({
      .name = "material/get_count",
      .method = "GET",
      .path = "/cgi-bin/material/get_count",
      .title = "Count the materials of each type",
      .group = "material",
      .credential = access_token,
      .permission = messages,
      .fields = {optional_agentid()},
      .raises = agent_claims(),
      .handle = count_materials,
  });
  list.push_back({
      .name = "material/batchget",
      .method = "POST",
      .path = "/cgi-bin/material/batchget",
      .title = "List materials of a type, the newest first",
      .group = "material",
      .credential = access_token,
      .permission = messages,
      .fields = {material_type({"mpnews", "image", "voice", "video", "file"}), optional_agentid(),
                 field("offset").integer().required().range(0, 1'000'000),
                 field("count").integer().required().range(1, 50)},
      .raises = agent_claims(),
      .empty_arrays = {"itemlist"},
      .handle = list_materials,
  });
}

}  // namespace errdex::emulation::wecom
