// The methods of str, bytes, bytearray and memoryview against what CPython answers, and the strs'
// C++ interface. Vectors: generate_vectors.py.

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/bytes/init.h"
#include "runtime/types/bytes/memoryview.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/init.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/slice.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/iterator/init.h"
#include "runtime/types/number/init.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/init.h"
#include "runtime/types/text/intern.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

std::atomic<uint32_t> g_breaker{0};
Interpreter g_interpreter;
ThreadState g_thread;

class World : public testing::Environment {
 public:
  void SetUp() override {
    ASSERT_TRUE(HeapInit(&g_interpreter));
    g_interpreter.breaker = g_thread.breaker = &g_breaker;
    g_thread.interpreter = &g_interpreter;
    g_thread.handled = &g_thread.base_handled;
    t_thread = &g_thread;
    HeapAttachThread(&g_interpreter);
    BootstrapTypes();
    ASSERT_TRUE(InitNames() && InitClassTypes() && InitCallableTypes() && InitExceptionTypes() &&
                InitNumberTypes() && InitTextTypes() && InitBytesTypes() &&
                InitContainerTypes() && InitIteratorTypes());
    HeapSealStartup();
  }
};
[[maybe_unused]] const auto* g_world = testing::AddGlobalTestEnvironment(new World);

// Any code points, lone surrogates too.
std::string Utf8(Value text) {
  std::string buffer(static_cast<size_t>(StrLength(text)) * 4 + 16, 0);
  return StrForMessage(text, buffer.data(), buffer.size());
}

std::string Show(Owned owned) {
  Handle v = owned;
  if (v) {
    bool is_view = IsExactly(v, MemoryViewType);
    if (is_view) v = CallMethod(v, "tobytes");
    Handle repr = Repr(v);
    if (repr) return (is_view ? "memory " : "") + Utf8(repr);
  }
  if (!HasPendingException()) return "<nothing>";
  Handle exception = TakePending();
  Handle text = ToStr(exception);
  return std::string(TypeName(exception)) + ": " + Utf8(text);
}

// Reads the values that generate_vectors.py codes.
class Reader {
 public:
  explicit Reader(const char* text) : at_(text) {}
  bool AtEnd() const { return *at_ == 0; }

  Handle Read() {
    switch (*at_++) {
      case 'T': return Owned(Value::True());
      case 'F': return Owned(Value::False());
      case 'E': return Owned(Value::Pointer(&StrType));
      case 'B': return Owned(Value::Pointer(&BytesType));
      case 'A': return Owned(Value::Pointer(&ByteArrayType));
      case 'i': {
        std::string digits = Until(';');
        return IntFromText(digits.data(), digits.size(), 10);
      }
      case 's': return StrFromUtf8(Hex());
      case 'b': return ReadBytes();
      case 'a': {
        std::string bytes = Hex();
        return ByteArrayNew(bytes.data(), static_cast<int64_t>(bytes.size()));
      }
      case 'm': return MemoryViewFrom(ReadBytes());
      case '/': {
        Handle start = Read(), stop = Read(), step = Read();
        return SliceNew(start, stop, step);
      }
      case '(': return ListToTuple(ReadList(')'));
      case '[': return ReadList(']');
      case '{': return ReadDict();
      default: return Owned(Value::None());
    }
  }

 private:
  Handle ReadBytes() {
    std::string bytes = Hex();
    return BytesNew(bytes.data(), static_cast<int64_t>(bytes.size()));
  }
  Handle ReadList(char end) {
    Handle list = ListNew();
    while (*at_ != end) {
      Handle item = Read();
      EXPECT_TRUE(ListAppend(list, item));
    }
    ++at_;
    return list;
  }
  Handle ReadDict() {
    Handle dict = DictNew();
    while (*at_ != '}') {
      Handle key = Read(), value = Read();
      EXPECT_TRUE(DictSet(dict, key, value));
    }
    ++at_;
    return dict;
  }
  std::string Until(char end) {
    std::string text;
    while (*at_ != end) text += *at_++;
    ++at_;
    return text;
  }
  std::string Hex() {
    std::string digits = Until(';'), bytes;
    for (size_t i = 0; i < digits.size(); i += 2)
      bytes += static_cast<char>(strtol(digits.substr(i, 2).c_str(), nullptr, 16));
    return bytes;
  }
  const char* at_;
};

struct Row {
  const char *shown, *receiver, *method, *arguments, *answer;
};
const Row kRows[] = {
#include "runtime/types/text/method_vectors.inc"
};

TEST(MethodTest, AnswersAreThoseOfCPython) {
  for (const Row& row : kRows) {
    Handle receiver = Reader(row.receiver).Read();
    Handle list = ListNew();
    Reader arguments(row.arguments);
    while (!arguments.AtEnd()) {
      Handle argument = arguments.Read();
      ASSERT_TRUE(ListAppend(list, argument));
    }
    Handle method = GetAttribute(receiver, row.method);
    Owned result = method ? Call(method, list.As<List>()->items, static_cast<size_t>(ListSize(list)))
                          : Owned();
    EXPECT_EQ(Show(result), row.answer) << row.shown;
  }
}

TEST(InternTest, StrDiesWithItsLastReference) {
  uint64_t before = InternCount();
  {
    Handle first = StrInternUtf8("a name that nobody else has");
    Handle second = StrInternUtf8("a name that nobody else has");
    EXPECT_EQ(first.Get(), second.Get());
    EXPECT_EQ(InternCount(), before + 1);
  }
  EXPECT_EQ(InternCount(), before);
}

TEST(StrAppendTest, UniqueLeftGrowsWithoutChangingOthers) {
  Handle text = StrFromUtf8("x");
  for (int i = 0; i < 1000; ++i) {
    Handle part = StrFormat("%d,", i);
    text = StrAppend(&text, part);
    ASSERT_TRUE(text);
  }
  Handle shared = Retain(text);
  Handle wide = StrFromUtf8("\xe2\x82\xac");
  Handle longer = StrAppend(&text, wide);
  EXPECT_EQ(StrLength(shared) + 1, StrLength(longer));
  EXPECT_TRUE(shared.As<Str>()->is_ascii());
  EXPECT_EQ(StrAt(longer, StrLength(longer) - 1), 0x20acu);
}

TEST(StrFormatTest, DirectivesTakeValuesAndC) {
  Handle name = StrFromUtf8("\xc3\xa9");
  Handle made = StrFormat("%5d|%-4s|%.2s|%U|%R|%T|%zd|%#x|%c|%%|%05lld|%N", 42, "ab", "abcd",
                          name.Get(), name.Get(), name.Get(), ssize_t{-7}, 255, 'c',
                          static_cast<long long>(-3), &StrType);  // NOLINT
  EXPECT_EQ(Utf8(made), "   42|ab  |ab|\xc3\xa9|'\xc3\xa9'|str|-7|ff|c|%|-0003|str");
}

}  // namespace
}  // namespace polygil
