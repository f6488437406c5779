// Which scope each name of small programs belongs to, and which programs break a rule of scoping.

#include "compiler/symtable/symtable.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/parser/parser.h"

namespace polygil {
namespace {

class SymbolTableTest : public testing::Test {
 protected:
  // Builds the table of a program; the text of its SyntaxError, or empty.
  std::string Build(std::string_view text) {
    SourceOptions options;
    options.is_unicode = true;
    source_.filename = "scopes.py";
    Diagnostic diagnostic;
    EXPECT_TRUE(ReadSource(text, options, &source_, &diagnostic));
    ParseResult parsed = Parse(source_, ParseMode::kExec, ParseOptions{}, &arena_);
    EXPECT_NE(parsed.module, nullptr) << parsed.diagnostic.message;
    if (parsed.module == nullptr) return parsed.diagnostic.message;
    if (BuildSymbolTable(parsed.module, false, &arena_, &table_, &diagnostic)) return "";
    EXPECT_FALSE(diagnostic.message.empty());
    return diagnostic.message;
  }

  // "name:scope ..." of the first scope with this name, sorted.
  std::string Names(std::string_view scope_name) {
    static constexpr const char* kScopes[] = {"unknown", "local", "explicit",
                                              "global",  "free",  "cell"};
    for (const auto& scope : table_.scopes) {
      if (scope->name != scope_name) continue;
      std::vector<std::string> names;
      for (const Symbol& symbol : scope->symbols)
        names.push_back(std::string(symbol.name->text()) + ":" +
                        kScopes[static_cast<int>(symbol.scope)]);
      std::sort(names.begin(), names.end());
      std::string text;
      for (const std::string& name : names) text += (text.empty() ? "" : " ") + name;
      return text;
    }
    return "no such scope";
  }

  ast::Arena arena_;
  SourceText source_;
  SymbolTable table_;
};

TEST_F(SymbolTableTest, AssignedNameIsLocalAndOthersAreGlobal) {
  ASSERT_EQ(Build("def f(a):\n  b = a + c\n"), "");
  EXPECT_EQ(Names("f"), "a:local b:local c:global");
}

TEST_F(SymbolTableTest, NameOfAnEnclosingFunctionIsFreeInBetween) {
  ASSERT_EQ(Build("def f(x):\n  def g():\n    def h(): return x\n"), "");
  EXPECT_EQ(Names("f"), "g:local x:cell");
  EXPECT_EQ(Names("g"), "h:local x:free");
  EXPECT_EQ(Names("h"), "x:free");
}

TEST_F(SymbolTableTest, ClassBindingIsInvisibleToItsMethods) {
  ASSERT_EQ(Build("class C:\n  x = 1\n  def m(self): return x\n"), "");
  EXPECT_EQ(Names("m"), "self:local x:global");
}

TEST_F(SymbolTableTest, SuperMakesTheClassItselfFree) {
  ASSERT_EQ(Build("class C:\n  def m(self): return super().m()\n"), "");
  EXPECT_EQ(Names("m"), "__class__:free self:local super:global");
  EXPECT_TRUE(table_.scopes[1]->needs_class_closure);
}

TEST_F(SymbolTableTest, GlobalStatementReachesThroughEnclosingFunctions) {
  ASSERT_EQ(Build("def f():\n  x = 1\n  def g():\n    global x\n    x = 2\n"), "");
  EXPECT_EQ(Names("f"), "g:local x:local");
  EXPECT_EQ(Names("g"), "x:explicit");
}

TEST_F(SymbolTableTest, WalrusInAComprehensionBindsOutsideOfIt) {
  ASSERT_EQ(Build("def f(items):\n  return [last := i for i in items]\n"), "");
  EXPECT_EQ(Names("f"), "items:local last:cell");
  EXPECT_EQ(Names("listcomp"), ".0:local i:local last:free");
}

TEST_F(SymbolTableTest, FirstIterableOfAComprehensionBelongsOutside) {
  ASSERT_EQ(Build("def f(a, b):\n  return [x for x in a for y in b]\n"), "");
  EXPECT_EQ(Names("f"), "a:local b:cell");
}

TEST_F(SymbolTableTest, PrivateNameInAClassIsMangled) {
  ASSERT_EQ(Build("class _Spam:\n  def m(self, __x): return self.__y + __x + __z__\n"), "");
  EXPECT_EQ(Names("m"), "_Spam__x:local __z__:global self:local");
}

TEST_F(SymbolTableTest, BrokenRuleOfScopingIsASyntaxError) {
  const std::pair<const char*, const char*> cases[] = {
      {"def f(a, a): pass\n", "duplicate argument 'a' in function definition"},
      {"def f(a):\n  global a\n", "name 'a' is parameter and global"},
      {"def f():\n  x = 1\n  global x\n", "name 'x' is assigned to before global declaration"},
      {"def f():\n  print(x)\n  global x\n", "name 'x' is used prior to global declaration"},
      {"nonlocal x\n", "nonlocal declaration not allowed at module level"},
      {"def f():\n  nonlocal x\n", "no binding for nonlocal 'x' found"},
      {"def f():\n  global x\n  x: int = 1\n", "annotated name 'x' can't be global"},
      {"[i := 0 for i in y]\n",
       "assignment expression cannot rebind comprehension iteration variable 'i'"},
      {"class C:\n  [x := 1 for i in y]\n",
       "assignment expression within a comprehension cannot be used in a class body"},
      {"def f():\n  from os import *\n", "import * only allowed at module level"},
      {"[(yield 1) for x in y]\n", "'yield' inside list comprehension"},
  };
  for (const auto& [text, message] : cases) {
    table_ = SymbolTable();
    EXPECT_EQ(Build(text), message) << text;
  }
}

}  // namespace
}  // namespace polygil
