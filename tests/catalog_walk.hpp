// Reads everything that a catalog can be asked for. For sanitizers: whatever an image claims, nothing
// outside it may be touched.
#ifndef ERRDEX_TESTS_CATALOG_WALK_HPP
#define ERRDEX_TESTS_CATALOG_WALK_HPP

#include <cstdint>
#include <limits>
#include <string_view>

#include "errdex/catalog.hpp"

namespace errdex {

class catalog_walk {
 public:
  /// A sum over every byte, so that no read is optimised away.
  static std::uint64_t everything(const catalog& c) {
    catalog_walk w;
    for (const space s : c.spaces()) w.one(c, s);
    for (const entry e : c.entries()) w.one(c, e);
    for (const std::int64_t n :
         {std::int64_t{0}, std::int64_t{-1}, std::int64_t{40014}, std::numeric_limits<std::int64_t>::min(),
          std::numeric_limits<std::int64_t>::max()}) {
      for (const entry e : c.find_all(n)) w.add(e.name());
    }
    w.add(c.space("no such space").name());
    return w.sum_;
  }

 private:
  void add(std::string_view text) {
    for (const char byte : text) sum_ = sum_ * 31 + static_cast<unsigned char>(byte);
  }
  void add(std::uint64_t value) { sum_ = sum_ * 31 + value; }
  void add(const text_list& list) {
    for (const std::string_view text : list) add(text);
  }
  void add(const property_list& list) {
    for (const property p : list) {
      add(p.key);
      add(p.value);
    }
    add(list.value("endpoint"));
  }

  void one(const catalog& c, const space& s) {
    add(s.name());
    add(s.platform());
    add(s.scheme());
    for (const language lang : {language::en, language::zh}) {
      add(s.title(lang));
      add(s.platform_title(lang));
    }
    add(s.envelopes());
    add(s.hosts());
    for (std::size_t i = 0; i < s.range_count(); ++i) {
      const code_range r = s.range(i);
      add(r.title_en);
      add(r.title_zh);
      if (const auto found = s.range_of(r.from)) add(found->title_en);
    }
    add(s.entries().size());
    for (const std::int64_t n :
         {std::int64_t{0}, std::int64_t{123456}, std::numeric_limits<std::int64_t>::min(),
          std::numeric_limits<std::int64_t>::max()}) {
      add(s.nearest(n).name());
      add(c.find(s.id(), n).name());
    }
    add(c.find(s.id(), "Forbidden").name());
    add(c.find_name(s.id(), "no_such_name").name());
  }

  void one(const catalog& c, const entry& e) {
    add(e.space().name());
    add(e.code());
    add(static_cast<std::uint64_t>(e.number().value_or(0)));
    add(e.name());
    add(e.message());
    add(e.aliases());
    for (const language lang : {language::en, language::zh}) {
      add(e.title(lang));
      add(e.cause(lang));
      add(e.fix(lang));
    }
    add(name(e.status()));
    add(name(e.verdict()));
    add(name(e.basis()));
    add(name(e.state()));
    for (const verdict_override o : e.overrides()) {
      add(o.when);
      add(name(o.verdict));
      add(o.reason);
    }
    for (const limit l : e.limits()) {
      add(l.field);
      add(l.unit);
      add(l.charset);
      add(l.values);
      add(l.window);
      add(l.per);
      add(std::uint64_t{l.min.has_value()} + std::uint64_t{l.max.has_value()} +
          std::uint64_t{l.count.has_value()});
    }
    add(e.context());
    add(e.see());
    const citation source = e.source();
    add(source.document);
    add(source.title);
    add(source.url);
    add(source.seen);
    add(e.notes());
    add(e.replaced_by());
    add(e.retry_limit().value_or(0));
    add(e.group());
    add(e.next_meaning().code());
    add(c.find(e.space().id(), e.code()).name());
    add(c.find_name(e.space().id(), e.name()).code());
    if (const auto n = e.number()) {
      add(c.find(e.space().id(), *n).name());
      add(c.find_all(*n).size());
    }
  }

  std::uint64_t sum_ = 0;
};

}  // namespace errdex

#endif
