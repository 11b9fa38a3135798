#include "present/entry_json.hpp"

namespace errdex::present {
namespace {

void write_list(json_writer& w, const text_list& texts) {
  w.begin_array();
  for (const std::string_view t : texts) w.string(t);
  w.end_array();
}

void write_map(json_writer& w, const property_list& properties) {
  w.begin_object();
  for (const property p : properties) w.key(p.key).string(p.value);
  w.end_object();
}

void write_limit(json_writer& w, const limit& l) {
  w.begin_object().key("field").string(l.field);
  if (l.min) w.key("min").number(*l.min);
  if (l.max) w.key("max").number(*l.max);
  if (l.count) w.key("count").number(*l.count);
  if (!l.unit.empty()) w.key("unit").string(l.unit);
  if (!l.charset.empty()) w.key("charset").string(l.charset);
  if (!l.values.empty()) write_list(w.key("values"), l.values);
  if (!l.window.empty()) w.key("window").string(l.window);
  if (!l.per.empty()) w.key("per").string(l.per);
  w.end_object();
}

void write_source(json_writer& w, const citation& c) {
  w.begin_object().key("document").string(c.document).key("title").string(c.title);
  w.key("url").string_or_null(c.url).key("seen").string_or_null(c.seen);
  w.key("line").number(std::int64_t{c.line}).end_object();
}

void write_overrides(json_writer& w, const override_list& overrides) {
  w.begin_array();
  for (const verdict_override o : overrides) {
    w.begin_object();
    write_map(w.key("when"), o.when);
    w.key("verdict").string(name(o.verdict));
    if (!o.reason.empty()) w.key("reason").string(o.reason);
    w.end_object();
  }
  w.end_array();
}

}  // namespace

void write_text(json_writer& w, std::string_view en, std::string_view zh, texts which) {
  w.begin_object();
  if (has(which, language::en)) w.key("en").string(en);
  if (has(which, language::zh)) w.key("zh").string(zh);
  w.end_object();
}

void write_entry(json_writer& w, const entry& e, texts which) {
  w.begin_object();
  w.key("space").string(e.space().name()).key("code").string(e.code()).key("name").string(e.name());
  w.key("message").string(e.message());
  write_list(w.key("aliases"), e.aliases());
  write_text(w.key("title"), e.title(language::en), e.title(language::zh), which);
  write_text(w.key("cause"), e.cause(language::en), e.cause(language::zh), which);
  w.key("fix").begin_object();
  for (const language l : {language::en, language::zh})
    if (has(which, l)) write_list(w.key(name(l)), e.fix(l));
  w.end_object();
  w.key("status").string(name(e.status())).key("verdict").string(name(e.verdict()));
  w.key("limits").begin_array();
  for (const limit l : e.limits()) write_limit(w, l);
  w.end_array();
  write_map(w.key("context"), e.context());
  write_list(w.key("see"), e.see());
  w.key("basis").string(name(e.basis()));
  write_source(w.key("source"), e.source());
  write_list(w.key("notes"), e.notes());
  w.key("state").string(name(e.state())).key("group").string(e.group());
  if (!e.replaced_by().empty()) w.key("replaced_by").string(e.replaced_by());
  if (const auto n = e.retry_limit()) w.key("retry_limit").number(std::int64_t{*n});
  if (!e.overrides().empty()) write_overrides(w.key("overrides"), e.overrides());
  w.end_object();
}

std::string entry_json(const entry& e, texts which) {
  std::string out;
  json_writer w(out);
  write_entry(w, e, which);
  return out;
}

void write_brief(json_writer& w, const entry& e, texts which) {
  w.begin_object();
  w.key("space").string(e.space().name()).key("code").string(e.code()).key("name").string(e.name());
  w.key("message").string(e.message());
  write_text(w.key("title"), e.title(language::en), e.title(language::zh), which);
  w.key("status").string(name(e.status())).key("verdict").string(name(e.verdict()));
  w.key("state").string(name(e.state())).key("group").string(e.group());
  w.end_object();
}

}  // namespace errdex::present
