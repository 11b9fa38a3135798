#include "present/diagnosis_json.hpp"

#include "present/reproduction.hpp"

namespace errdex::present {
namespace {

void write_rules(json_writer& w, const rule_set& rules) {
  w.begin_array();
  for (unsigned i = 0; i < rule_set::count; ++i) {
    const auto r = static_cast<evidence_rule>(i);
    if (rules.has(r)) w.string(name(r));
  }
  w.end_array();
}

void write_meaning(json_writer& w, verdict v, texts which) {
  write_text(w.key("meaning"), meaning(v, language::en), meaning(v, language::zh), which);
}

void write_candidate(json_writer& w, const candidate& c, const finding_style& style) {
  w.begin_object();
  w.key("space").string(c.space.name()).key("code").any_string(c.code);
  w.key("sub_code").string_or_null(utf8(c.sub_code));
  w.key("known").boolean(static_cast<bool>(c.entry)).key("name").string_or_null(c.entry.name());
  write_rules(w.key("rules"), c.rules);
  w.key("entry");
  if (c.entry) {
    if (style.entries) {
      style.entries(w, c.entry);
    } else {
      write_entry(w, c.entry, style.which);
    }
  } else {
    w.null();
    const catalog& codes = style.codes != nullptr ? *style.codes : catalog::builtin();
    write_ids(w.key("nearest"), nearest(std::string(c.space.name()) + ":" + std::string(c.code), codes, 3));
  }
  if (c.sub_entry) w.key("sub_name").string(c.sub_entry.name());
  if (c.entry && style.reproducible && style.reproducible(c.entry))
    w.key("reproduce").string(reproduce_command(c.entry));
  w.end_object();
}

void write_advice(json_writer& w, const std::optional<advice>& a, texts which) {
  if (!a) {
    w.null();
    return;
  }
  w.begin_object().key("action").string(name(a->action)).key("rule").string(a->rule);
  write_meaning(w, a->action, which);
  if (!a->reason.empty()) w.key("reason").string(a->reason);
  if (a->retry_limit) w.key("retry_limit").number(std::int64_t{*a->retry_limit});
  w.end_object();
}

}  // namespace

void write_ids(json_writer& w, const std::vector<entry>& entries) {
  w.begin_array();
  for (const entry& e : entries) w.string(std::string(e.space().name()) + ":" + std::string(e.code()));
  w.end_array();
}

void write_decision(json_writer& w, const decision& d, texts which) {
  w.begin_object().key("action").string(name(d.action)).key("rule").string(name(d.rule));
  w.key("source").string_or_null(d.source).key("repeat").boolean(d.repeat);
  w.key("delay_ms").number(std::int64_t{d.delay.count()});
  w.key("attempts_left").number(std::int64_t{d.attempts_left});
  w.key("may_have_executed").boolean(d.may_have_executed);
  write_meaning(w, d.action, which);
  w.key("detail");
  if (d.detail.kind == detail_kind::none) {
    w.null();
  } else {
    w.begin_object()
        .key("kind")
        .string(name(d.detail.kind))
        .key("text")
        .string(utf8(d.detail.text))
        .end_object();
  }
  w.end_object();
}

void write_finding(json_writer& w, const finding& f, const finding_style& style) {
  w.begin_object().key("text").any_string(f.text).key("offset").number(static_cast<std::int64_t>(f.offset));
  w.key("candidates").begin_array();
  for (const candidate& c : f.reading.candidates()) write_candidate(w, c, style);
  w.end_array();
  operation op = style.decide_for.value_or(operation{});
  write_advice(w.key("verdict"), advise(f.reading, f.given, {op.endpoint, op.token, op.api_version}),
               style.which);
  if (style.decide_for) write_decision(w.key("decision"), decide(f.reading, f.given, op), style.which);
  w.end_object();
}

}  // namespace errdex::present
