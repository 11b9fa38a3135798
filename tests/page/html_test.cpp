#include "page/html.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "page/reading.hpp"

namespace errdex::page {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(Html, EscapesTextsAndValues) {
  html out;
  out.open("a", {{"href", "/?a=1&b=\"2\""}, {"title", "it's"}}).text("1 < 2 & \"3\"").close();
  EXPECT_EQ(out.str(),
            "<a href=\"/?a=1&amp;b=&quot;2&quot;\" title=\"it&#39;s\">1 &lt; 2 &amp; &quot;3&quot;</a>");
}

TEST(Html, LeavesOutWhatIsNotPresentAndValuesThatAreEmpty) {
  html out;
  out.open("button", {{"hidden"}, {"disabled", {}, false}}).close();
  EXPECT_EQ(out.str(), "<button hidden></button>");
}

TEST(Html, ReplacesWhatABrowserWouldNotShowAsItStands) {
  EXPECT_EQ(escaped("a\xff z"), "a\xef\xbf\xbd z");
  EXPECT_EQ(escaped("bell\a"), "bell\xef\xbf\xbd");
  EXPECT_EQ(escaped(std::string_view("nul\0", 4)), "nul\xef\xbf\xbd");
  EXPECT_EQ(escaped("\xe2\x80\xae"
                    "fdp.exe"),
            "\xef\xbf\xbd"
            "fdp.exe")
      << "an override of the writing direction";
  EXPECT_EQ(escaped("企业微信\n\t"), "企业微信\n\t");
}

TEST(Html, ADataBlockCannotBeEnded) {
  html out;
  out.data_block("{\"a\":" + json_string("</script><script>alert(1)</script>") + "}");
  const reading seen = read_page(out.str());
  EXPECT_THAT(seen.problems, IsEmpty());
  EXPECT_THAT(out.str(), HasSubstr("\\u003c/script\\u003e"));
}

RC_GTEST_PROP(Html, AnyBytesStayTexts, (const std::string& content)) {
  html out;
  out.open("p", {{"title", content}}).text(content).close();
  const reading seen = read_page(out.str());
  RC_ASSERT(seen.problems.empty());
  RC_ASSERT(seen.elements == 1U);
}

RC_GTEST_PROP(Html, AStringOfJsonHasNoMarkup, (const std::string& content)) {
  const std::string json = json_string(content);
  RC_ASSERT(json.find_first_of("<>&\n") == std::string::npos);
  RC_ASSERT(json.front() == '"' && json.back() == '"');
}

}  // namespace
}  // namespace errdex::page
