// Voices that the JS-SDK records: the platform has each twice, as AMR for media/get and at the quality of the
// recording.
#include "emulator/platform/form.hpp"
#include "emulator/wecom/login.hpp"
#include "emulator/wecom/media.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_recording(corp TEXT NOT NULL, media_id TEXT NOT NULL, speex BLOB NOT NULL,
  PRIMARY KEY(corp, media_id));
)";

answer upload_recording(exchange& x) {
  enter(x, x.text("corpid"), 0);
  const auto form = read_form(x.request);
  const form_part* voice = form ? find_part(*form, "media") : nullptr;
  const form_part* speex = form ? find_part(*form, "speex") : nullptr;
  if (!voice || !speex || voice->content.empty() || speex->content.empty())
    throw failure(code::media_file_empty, "the form lacks the part 'media' or 'speex', or one is empty");
  check_media("voice", voice->filename.value_or(""), voice->content);
  const media_file kept = keep_media(x, "voice", *voice->filename, voice->content);
  x.data().run("INSERT INTO wecom_recording(corp, media_id, speex) VALUES(?, ?, ?)", x.caller.tenant, kept.id,
               speex->content);
  return json::object{{"serverId", kept.id}};
}

answer download_recording(exchange& x) {
  const std::string id = x.text("media_id");
  const auto file = find_media(x, id);
  auto speex = x.data().value("SELECT speex FROM wecom_recording WHERE corp = ? AND media_id = ?",
                              x.caller.tenant, id);
  if (!file)
    throw failure(code::media_id_invalid, "no file has this media_id, or it is older than three days");
  if (!speex) throw failure(code::media_id_invalid, "the JS-SDK did not record the file");
  return send_file(x, std::move(*speex), "voice/speex", id + ".speex");
}

}  // namespace

void create_voice_tables(store& data) { data.script(schema); }

void add_voices(endpoint_list& list) {
  list.push_back({
      .name = "media/get/jssdk",
      .method = "GET",
      .path = "/cgi-bin/media/get/jssdk",
      .title = "Download a voice that the JS-SDK recorded, at its full quality",
      .group = "media",
      .credential = access_token,
      .fields = {field("media_id").text().required(code::media_id_missing)},
      .raises = {{code::media_id_invalid,
                  "no recording of the organisation's members has it, or it is older than three days"}},
      .handle = download_recording,
      .document = "https://developer.work.weixin.qq.com/document/path/90255",
  });
  list.push_back({
      .name = "client/wx.uploadVoice",
      .method = "POST",
      .path = "/wecom-client/wx.uploadVoice",
      .title = "What the JS-SDK does with a recording: wx.uploadVoice",
      .group = "clients",
      .fields = {field("corpid").text().required(code::corp_id_missing).in_query()},
      .raises = {{code::corp_id_invalid, "there is no such organisation"},
                 {code::media_file_empty,
                  "the form lacks the AMR in its part 'media' or the Speex in 'speex'"},
                 {code::file_size_invalid, "the AMR has 5 bytes or less"},
                 {code::file_too_large, "the AMR is larger than 2 MB"},
                 {code::voice_format_not_amr, "it is no AMR, or its name does not end in .amr"},
                 {code::voice_file_invalid, "the AMR has damaged frames"},
                 {code::voice_too_long, "it plays for more than 60 seconds"}},
      .raw_body = true,
      .handle = upload_recording,
      .document = "https://developer.work.weixin.qq.com/document/path/90496",
  });
}

}  // namespace errdex::emulation::wecom
