#include "govern/diff.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace errdex::govern {
namespace {

struct kind_row {
  change_kind kind;
  std::string_view name;
  errdex::govern::impact weight;
  std::string_view reason;
};

using enum impact;

constexpr std::array kinds{
    kind_row{change_kind::added, "added", minor, "Callers meet a code that they do not know yet."},
    kind_row{change_kind::removed, "removed", major,
             "Programs that name it no longer compile, and the number may come back with another meaning."},
    kind_row{change_kind::renumbered, "renumbered", major, "Callers compare with the old number."},
    kind_row{change_kind::renamed, "renamed", major, "Programs use the old name."},
    kind_row{change_kind::retired, "retired", minor, "Nothing raises it any more; it is still explained."},
    kind_row{change_kind::revived, "revived", major, "A retired code means something again."},
    kind_row{change_kind::status_changed, "status_changed", major,
             "Callers branch by status, and gateways map it to HTTP."},
    kind_row{change_kind::verdict_changed, "verdict_changed", major,
             "Callers that act on the verdict do something else."},
    kind_row{change_kind::overrides_changed, "overrides_changed", major,
             "In some context callers do something else."},
    kind_row{change_kind::parameter_added, "parameter_added", minor, "Messages carry one value more."},
    kind_row{change_kind::parameter_removed, "parameter_removed", major, "Programs read or pass the value."},
    kind_row{change_kind::parameter_retyped, "parameter_retyped", major,
             "Programs read or pass the value with its old type."},
    kind_row{change_kind::limit_tightened, "limit_tightened", major, "Calls that passed fail now."},
    kind_row{change_kind::limit_loosened, "limit_loosened", minor, "Calls that failed pass now."},
    kind_row{change_kind::retry_changed, "retry_changed", minor, "Callers repeat more or less often."},
    kind_row{change_kind::context_changed, "context_changed", minor, "It is met in another place."},
    kind_row{change_kind::message_changed, "message_changed", patch,
             "The text is for people; programs decide by code."},
    kind_row{change_kind::texts_changed, "texts_changed", patch, "Explanations are for people."},
    kind_row{change_kind::lineage_changed, "lineage_changed", patch,
             "It says where codes went; programs do not read it."},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (static_cast<std::size_t>(kinds[i].kind) != i) return false;
  }
  return true;
}
static_assert(in_order());

const kind_row& row_of(change_kind kind) noexcept { return kinds[static_cast<std::size_t>(kind)]; }

std::string number(const std::optional<double>& n) {
  if (!n) return "";
  std::string out = std::to_string(*n);
  out.erase(out.find_last_not_of('0') + 1);
  if (out.ends_with('.')) out.pop_back();
  return out;
}

std::string in_words(const draft::limit& l) {
  std::string out = l.field;
  const auto add = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) out += " " + std::string(key) + " " + value;
  };
  add("min", number(l.min));
  add("max", number(l.max));
  add("count", number(l.count));
  add("unit", l.unit);
  add("of", l.charset);
  std::string values;
  for (const auto& v : l.values) values += (values.empty() ? "" : "|") + v;
  add("values", values);
  add("in", l.window);
  add("per", l.per);
  return out;
}

std::string in_words(const std::vector<draft::verdict_override>& overrides) {
  std::string out;
  for (const auto& o : overrides) {
    if (!out.empty()) out += "; ";
    for (const auto& [key, value] : o.when) out += key + "=" + value + " ";
    out += "-> " + std::string(errdex::name(o.verdict));
  }
  return out;
}

std::string in_words(const draft::properties& properties) {
  std::string out;
  for (const auto& [key, value] : properties) out += (out.empty() ? "" : ", ") + key + "=" + value;
  return out;
}

std::string in_words(const std::vector<std::string>& list) {
  std::string out;
  for (const auto& item : list) out += (out.empty() ? "" : ", ") + item;
  return out;
}

/// Only bounds of one kind compare; anything else that differs is taken as tighter, to be safe.
bool is_looser(const draft::limit& was, const draft::limit& now) {
  const auto same_kind = [](draft::limit l) {
    l.min = l.max = std::nullopt;
    l.values.clear();
    return l;
  };
  if (same_kind(was) != same_kind(now)) return false;
  const bool min_ok = !now.min || (was.min && *now.min <= *was.min);
  const bool max_ok = !now.max || (was.max && *now.max >= *was.max);
  const bool values_ok =
      now.values.empty() ||
      (!was.values.empty() && std::all_of(was.values.begin(), was.values.end(), [&](const auto& v) {
        return std::find(now.values.begin(), now.values.end(), v) != now.values.end();
      }));
  return min_ok && max_ok && values_ok;
}

class differ {
 public:
  catalog_diff run(const authoring::authored_catalog& before, const authoring::authored_catalog& after) {
    for (const auto& e : after.entries) now_[code_of(e.value)].push_back(&e.value);
    for (const auto& e : before.entries) was_[code_of(e.value)].push_back(&e.value);
    for (const auto& [code, list] : was_) match(list, now_.find(code) == now_.end() ? none_ : now_[code]);
    for (const auto& [code, list] : now_) {
      if (was_.count(code) == 0) fresh_.insert(fresh_.end(), list.begin(), list.end());
    }
    renumbered();
    for (const auto* e : gone_) add(change_kind::removed, *e, e->name, "");
    for (const auto* e : fresh_)
      add(change_kind::added, *e, "", e->title.en.empty() ? e->title.zh : e->title.en);
    for (const auto& c : out_.changes) out_.verdict = std::max(out_.verdict, impact_of(c.kind));
    std::stable_sort(out_.changes.begin(), out_.changes.end(), [](const change& a, const change& b) {
      const auto rank = [](const change& c) {
        const auto n = draft::number_of(c.code);
        return std::tuple(-static_cast<int>(impact_of(c.kind)), std::string_view(c.space), !n.has_value(),
                          n.value_or(0), std::string_view(c.code), std::string_view(c.name), c.kind);
      };
      return rank(a) < rank(b);
    });
    return std::move(out_);
  }

 private:
  using meanings = std::vector<const draft::entry*>;
  using code_key = std::pair<std::string_view, std::string_view>;

  static code_key code_of(const draft::entry& e) { return {e.space, e.code}; }

  void add(change_kind kind, const draft::entry& e, std::string before, std::string after) {
    out_.changes.push_back({kind, e.space, e.code, e.name, std::move(before), std::move(after)});
  }

  /// The meanings of one code on both sides: by name, then, where one is left on each side, as a rename.
  void match(const meanings& before, const meanings& after) {
    meanings old = before;
    meanings fresh = after;
    for (auto it = old.begin(); it != old.end();) {
      const auto same =
          std::find_if(fresh.begin(), fresh.end(), [&](const auto* e) { return e->name == (*it)->name; });
      if (same == fresh.end()) {
        ++it;
        continue;
      }
      fields(**it, **same);
      fresh.erase(same);
      it = old.erase(it);
    }
    while (!old.empty() && !fresh.empty()) {
      add(change_kind::renamed, *fresh.front(), old.front()->name, fresh.front()->name);
      fields(*old.front(), *fresh.front());
      old.erase(old.begin());
      fresh.erase(fresh.begin());
    }
    gone_.insert(gone_.end(), old.begin(), old.end());
    fresh_.insert(fresh_.end(), fresh.begin(), fresh.end());
  }

  /// A name that left one code and came back at another one.
  void renumbered() {
    for (auto it = gone_.begin(); it != gone_.end();) {
      const auto same = std::find_if(fresh_.begin(), fresh_.end(), [&](const auto* e) {
        return e->space == (*it)->space && e->name == (*it)->name;
      });
      if (same == fresh_.end()) {
        ++it;
        continue;
      }
      add(change_kind::renumbered, **same, (*it)->code, (*same)->code);
      fields(**it, **same);
      fresh_.erase(same);
      it = gone_.erase(it);
    }
  }

  void fields(const draft::entry& a, const draft::entry& b) {
    if (a.state != b.state) {
      add(b.state == lifecycle::obsolete ? change_kind::retired : change_kind::revived, b,
          std::string(errdex::name(a.state)),
          b.state == lifecycle::obsolete && !b.replaced_by.empty() ? "replaced by " + b.replaced_by
                                                                   : std::string(errdex::name(b.state)));
    }
    if (a.status != b.status) {
      add(change_kind::status_changed, b, std::string(errdex::name(a.status)),
          std::string(errdex::name(b.status)));
    }
    if (a.verdict != b.verdict) {
      add(change_kind::verdict_changed, b, std::string(errdex::name(a.verdict)),
          std::string(errdex::name(b.verdict)));
    }
    if (a.overrides != b.overrides)
      add(change_kind::overrides_changed, b, in_words(a.overrides), in_words(b.overrides));
    parameters(a, b);
    limits(a, b);
    if (a.retry_limit != b.retry_limit) {
      add(change_kind::retry_changed, b, a.retry_limit ? std::to_string(*a.retry_limit) : "",
          b.retry_limit ? std::to_string(*b.retry_limit) : "");
    }
    if (a.context != b.context)
      add(change_kind::context_changed, b, in_words(a.context), in_words(b.context));
    if (a.message != b.message) add(change_kind::message_changed, b, a.message, b.message);
    texts(a, b);
    if (a.was != b.was || (a.replaced_by != b.replaced_by && a.state == b.state)) {
      const auto lineage = [](const draft::entry& e) {
        std::string out = e.was.empty() ? "" : "was " + in_words(e.was);
        if (!e.replaced_by.empty())
          out += (out.empty() ? "" : ", ") + std::string("replaced by ") + e.replaced_by;
        return out;
      };
      add(change_kind::lineage_changed, b, lineage(a), lineage(b));
    }
  }

  void parameters(const draft::entry& a, const draft::entry& b) {
    const auto find = [](const draft::entry& e, const std::string& name) {
      return std::find_if(e.parameters.begin(), e.parameters.end(),
                          [&](const auto& p) { return p.name == name; });
    };
    for (const auto& p : a.parameters) {
      const auto now = find(b, p.name);
      const std::string was = p.name + ": " + std::string(draft::name(p.type));
      if (now == b.parameters.end()) {
        add(change_kind::parameter_removed, b, was, "");
      } else if (now->type != p.type) {
        add(change_kind::parameter_retyped, b, was, p.name + ": " + std::string(draft::name(now->type)));
      }
    }
    for (const auto& p : b.parameters) {
      if (find(a, p.name) == a.parameters.end()) {
        add(change_kind::parameter_added, b, "", p.name + ": " + std::string(draft::name(p.type)));
      }
    }
  }

  void limits(const draft::entry& a, const draft::entry& b) {
    std::vector<const draft::limit*> old;
    for (const auto& l : a.limits) {
      if (std::find(b.limits.begin(), b.limits.end(), l) == b.limits.end()) old.push_back(&l);
    }
    for (const auto& l : b.limits) {
      if (std::find(a.limits.begin(), a.limits.end(), l) != a.limits.end()) continue;
      const auto same =
          std::find_if(old.begin(), old.end(), [&](const auto* o) { return o->field == l.field; });
      if (same == old.end()) {
        add(change_kind::limit_tightened, b, "", in_words(l));
        continue;
      }
      add(is_looser(**same, l) ? change_kind::limit_loosened : change_kind::limit_tightened, b,
          in_words(**same), in_words(l));
      old.erase(same);
    }
    for (const auto* o : old) add(change_kind::limit_loosened, b, in_words(*o), "");
  }

  void texts(const draft::entry& a, const draft::entry& b) {
    std::vector<std::string> changed;
    if (a.title != b.title) changed.emplace_back("title");
    if (a.cause != b.cause) changed.emplace_back("cause");
    if (a.fix_en != b.fix_en || a.fix_zh != b.fix_zh) changed.emplace_back("fix");
    if (a.text != b.text) changed.emplace_back("text");
    if (a.example != b.example) changed.emplace_back("example");
    if (a.aliases != b.aliases) changed.emplace_back("aliases");
    if (a.see != b.see) changed.emplace_back("see");
    if (a.notes != b.notes) changed.emplace_back("notes");
    if (a.basis != b.basis) changed.emplace_back("basis");
    if (a.document != b.document || a.line != b.line) changed.emplace_back("source");
    if (!changed.empty()) add(change_kind::texts_changed, b, "", in_words(changed));
  }

  std::map<code_key, meanings> was_;
  std::map<code_key, meanings> now_;
  meanings none_;
  meanings gone_;
  meanings fresh_;
  catalog_diff out_;
};

}  // namespace

std::string_view name(impact value) noexcept {
  switch (value) {
    case impact::none: return "none";
    case impact::patch: return "patch";
    case impact::minor: return "minor";
    case impact::major: return "major";
  }
  return {};
}

std::string_view name(change_kind value) noexcept { return row_of(value).name; }
impact impact_of(change_kind value) noexcept { return row_of(value).weight; }
std::string_view reason_of(change_kind value) noexcept { return row_of(value).reason; }

std::size_t catalog_diff::count(impact of) const noexcept {
  return static_cast<std::size_t>(std::count_if(changes.begin(), changes.end(),
                                                [&](const change& c) { return impact_of(c.kind) == of; }));
}

catalog_diff compare(const authoring::authored_catalog& before, const authoring::authored_catalog& after) {
  return differ().run(before, after);
}

}  // namespace errdex::govern
