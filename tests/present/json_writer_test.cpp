#include "present/json_writer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json.hpp>
#include <cmath>
#include <limits>

#include "present/entry_json.hpp"

namespace errdex::present {
namespace {

namespace json = boost::json;

std::string written(const json::value& v) {
  std::string out;
  json_writer w(out);
  // The oracle's own tree, walked.
  const auto walk = [&](const auto& self, const json::value& at) -> void {
    if (at.is_object()) {
      w.begin_object();
      for (const auto& member : at.get_object()) {
        w.key(member.key());
        self(self, member.value());
      }
      w.end_object();
    } else if (at.is_array()) {
      w.begin_array();
      for (const auto& item : at.get_array()) self(self, item);
      w.end_array();
    } else if (at.is_string()) {
      w.string(at.get_string());
    } else if (at.is_int64()) {
      w.number(at.get_int64());
    } else if (at.is_double()) {
      w.number(at.get_double());
    } else if (at.is_bool()) {
      w.boolean(at.get_bool());
    } else {
      w.null();
    }
  };
  walk(walk, v);
  return out;
}

json::value any_value(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 7 : 5)) {
    case 0: return nullptr;
    case 1: return *rc::gen::arbitrary<bool>();
    case 2: return *rc::gen::arbitrary<std::int64_t>();
    case 3: return json::string(utf8(*rc::gen::arbitrary<std::string>()));
    case 4: {
      const double d = *rc::gen::arbitrary<double>();
      // Whole numbers are written as such on purpose.
      return std::floor(d) == d ? json::value(static_cast<std::int64_t>(0)) : json::value(d);
    }
    case 5: {
      json::array a;
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i) a.push_back(any_value(depth - 1));
      return a;
    }
    default: {
      json::object o;
      for (int i = *rc::gen::inRange(0, 4); i > 0; --i)
        o[utf8(*rc::gen::arbitrary<std::string>())] = any_value(depth - 1);
      return o;
    }
  }
}

RC_GTEST_PROP(JsonWriter, WritesWhatBoostWrites, ()) {
  const json::value v = any_value(3);
  RC_ASSERT(written(v) == json::serialize(v));
}

TEST(JsonWriter, EveryByteIsEscapedAsBoostDoes) {
  for (int c = 0; c < 0x80; ++c) {
    const std::string text = std::string("a") + static_cast<char>(c) + "b";
    EXPECT_EQ(written(json::string(text)), json::serialize(json::value(text))) << c;
  }
  EXPECT_EQ(written(json::parse("[4.3, 0.5, 1e-7, 123456.75, -2.5e300]")),
            json::serialize(json::parse("[4.3, 0.5, 1e-7, 123456.75, -2.5e300]")));
  std::string out;
  json_writer(out)
      .begin_array()
      .number(3.0)
      .number(-0.0)
      .number(std::numeric_limits<double>::infinity())
      .end_array();
  EXPECT_EQ(out, "[3,0,null]");
}

TEST(Utf8, AnyBytesBecomeJson) {
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      const std::string text{static_cast<char>(a), static_cast<char>(b), 'x'};
      const auto parsed = json::parse(written(json::string(utf8(text))));
      ASSERT_TRUE(parsed.is_string());
    }
  }
  EXPECT_EQ(utf8("中文 ok"), "中文 ok");
}

TEST(EntryJson, EveryEntryIsOneDocumentInEveryLanguage) {
  for (const entry e : catalog::builtin().entries()) {
    const auto both = json::parse(entry_json(e)).as_object();
    ASSERT_EQ(both.at("name").as_string(), e.name());
    ASSERT_EQ(both.at("fix").at("en").as_array().size(), both.at("fix").at("zh").as_array().size());
    for (const texts one : {texts::en, texts::zh}) {
      auto expected = both;
      for (const char* key : {"title", "cause", "fix"})
        expected[key].as_object().erase(one == texts::en ? "zh" : "en");
      ASSERT_EQ(json::parse(entry_json(e, one)), json::value(expected)) << e.name();
    }
  }
}

}  // namespace
}  // namespace errdex::present
