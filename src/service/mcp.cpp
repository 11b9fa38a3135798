#include "service/mcp.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "errdex/version.hpp"
#include "present/json_writer.hpp"
#include "service/mcp_tools.hpp"
#include "service/state.hpp"

namespace errdex::service {
namespace {

namespace json = boost::json;

/// The error codes of JSON-RPC 2.0, and the one that MCP adds for a resource that is not there.
enum class rpc_error : int {
  parse = -32700,
  invalid_request = -32600,
  method_not_found = -32601,
  invalid_params = -32602,
  resource_not_found = -32002,
};

/// A method that failed: answered with an error instead of a result.
struct failure {
  rpc_error code;
  std::string message;
};

std::string error_of(const json::value& id, const failure& f) {
  std::string out;
  present::json_writer w(out);
  w.begin_object().key("jsonrpc").string("2.0").key("id").raw(json::serialize(id));
  w.key("error").begin_object().key("code").number(static_cast<std::int64_t>(f.code));
  w.key("message").string(present::utf8(f.message)).end_object().end_object();
  return out;
}

std::string result_of(const json::value& id, std::string_view result) {
  std::string out;
  present::json_writer w(out);
  w.begin_object().key("jsonrpc").string("2.0").key("id").raw(json::serialize(id)).key("result").raw(result);
  w.end_object();
  return out;
}

const json::object& object_at(const json::object& o, std::string_view name) {
  static const json::object none;
  const json::value* v = o.if_contains(name);
  return v != nullptr && v->is_object() ? v->get_object() : none;
}

std::string_view text_at(const json::object& o, std::string_view name) {
  const json::value* v = o.if_contains(name);
  return v != nullptr && v->is_string() ? std::string_view(v->get_string()) : std::string_view();
}

std::string initialize(const json::object& params) {
  const std::string_view asked = text_at(params, "protocolVersion");
  const auto known = std::find(mcp_versions.begin(), mcp_versions.end(), asked);
  const json::object result{
      {"protocolVersion", known == mcp_versions.end() ? mcp_versions[0] : *known},
      {"capabilities", {{"tools", json::object()}, {"resources", json::object()}}},
      {"serverInfo",
       {{"name", "errdex"}, {"title", "errdex: error codes explained"}, {"version", ERRDEX_VERSION}}},
      {"instructions",
       "Knows the error codes of Feishu/Lark, DingTalk, WeCom and platforms like them: what a code means, "
       "why it "
       "comes and what to do. When a call to one of these APIs fails, pass the whole answer to `diagnose` "
       "with the "
       "HTTP status and the URL, and say in `operation` whether the call may be repeated; `decision` then "
       "says "
       "whether to repeat it, after which pause, or what to mend first. Do not decide by the text of a "
       "message: the "
       "same code has several. Use `explain` for a bare code or a name, `search` for words, `decide` for the "
       "decision alone."}};
  return json::serialize(result);
}

std::string tools_list() { return json::serialize(json::object{{"tools", mcp_tools()}}); }

std::string resource_templates() {
  return json::serialize(json::object{
      {"resourceTemplates",
       json::array{json::object{
           {"uriTemplate", std::string(mcp_code_prefix) + "{space}/{code}"},
           {"name", "code"},
           {"title", "One error code"},
           {"description", "Everything that is known of one code, in English and Chinese; for example " +
                               std::string(mcp_code_prefix) + "wecom/40014."},
           {"mimeType", "application/json"}}}}});
}

std::string resource(state& s, const json::object& params) {
  const std::string uri(text_at(params, "uri"));
  const auto body = read_mcp_resource(s, uri);
  if (!body) {
    throw failure{rpc_error::resource_not_found, "nothing is at \"" + uri + "\"; codes are at " +
                                                     std::string(mcp_code_prefix) + "{space}/{code}"};
  }
  std::string out;
  present::json_writer w(out);
  w.begin_object().key("contents").begin_array().begin_object();
  w.key("uri").string(uri).key("mimeType").string("application/json").key("text").string(*body);
  w.end_object().end_array().end_object();
  return out;
}

std::string tool(state& s, const json::object& params) {
  const std::string_view name = text_at(params, "name");
  const auto r = call_mcp_tool(s, name, object_at(params, "arguments"));
  if (!r) {
    throw failure{rpc_error::invalid_params, "there is no tool \"" + std::string(name) +
                                                 "\"; there are explain, diagnose, search, decide"};
  }
  std::string out;
  present::json_writer w(out);
  w.begin_object().key("content").begin_array().begin_object();
  w.key("type").string("text").key("text").string(r->text).end_object().end_array();
  if (!r->failed) w.key("structuredContent").raw(r->structured);
  w.key("isError").boolean(r->failed).end_object();
  return out;
}

std::string run(state& s, std::string_view method, const json::object& params) {
  if (method == "initialize") return initialize(params);
  if (method == "ping") return "{}";
  if (method == "tools/list") return tools_list();
  if (method == "tools/call") return tool(s, params);
  if (method == "resources/list") return R"({"resources":[]})";
  if (method == "resources/templates/list") return resource_templates();
  if (method == "resources/read") return resource(s, params);
  throw failure{rpc_error::method_not_found, "there is no method \"" + std::string(method) + "\""};
}

std::optional<std::string> answer_one(state& s, const json::value& message) {
  const json::value no_id;
  if (!message.is_object())
    return error_of(no_id, {rpc_error::invalid_request, "a message must be a JSON object"});
  const json::object& m = message.get_object();
  const json::value* id = m.if_contains("id");
  const bool sound_id = id != nullptr && (id->is_string() || id->is_int64() || id->is_uint64());
  const json::value* method = m.if_contains("method");
  if (method == nullptr && (m.contains("result") || m.contains("error"))) return std::nullopt;
  if (text_at(m, "jsonrpc") != "2.0" || method == nullptr || !method->is_string() ||
      (id != nullptr && !sound_id)) {
    return error_of(sound_id ? *id : no_id,
                    {rpc_error::invalid_request,
                     "needs \"jsonrpc\": \"2.0\", a method, and an id that is a text or a whole number"});
  }
  if (id == nullptr) return std::nullopt;
  try {
    if (const json::value* params = m.if_contains("params"); params != nullptr && !params->is_object())
      throw failure{rpc_error::invalid_params, "params must be a JSON object"};
    return result_of(*id, run(s, method->get_string(), object_at(m, "params")));
  } catch (const failure& f) {
    return error_of(*id, f);
  }
}

}  // namespace

std::optional<std::string> answer_mcp(state& s, std::string_view text) {
  json::error_code error;
  const json::value message = json::parse(text, error);
  if (error) return error_of(json::value(), {rpc_error::parse, "not JSON: " + error.message()});
  if (!message.is_array()) return answer_one(s, message);
  const json::array& batch = message.get_array();
  if (batch.empty())
    return error_of(json::value(), {rpc_error::invalid_request, "a batch has at least one message"});
  std::string out;
  for (const json::value& one : batch) {
    const auto reply = answer_one(s, one);
    if (reply) out += (out.empty() ? "[" : ",") + *reply;
  }
  if (out.empty()) return std::nullopt;
  return out + "]";
}

mcp_server::mcp_server(const catalog& codes)
    : state_(std::make_unique<state>(service_options{.codes = codes})) {}

mcp_server::~mcp_server() = default;

}  // namespace errdex::service
