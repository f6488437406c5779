// Codecs with their error handlers, subclasses of str and bytes, buffers and memoryviews.

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/bytes/memoryview.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/testing/environment.h"
#include "runtime/types/text/codec.h"
#include "runtime/types/text/codec_registry.h"
#include "runtime/types/text/encoding_map.h"
#include "runtime/types/text/str.h"

namespace polygil::testing {
namespace {

class TextTest : public TypesTest {};

Handle U(const char* utf8) { return StrFromUtf8(utf8); }
std::string Decoded(TextEncoding encoding, std::string_view bytes, const char* errors,
                    bool final = true) {
  DecodeRequest request{.encoding = encoding,
                        .data = reinterpret_cast<const uint8_t*>(bytes.data()),
                        .size = static_cast<int64_t>(bytes.size()),
                        .errors = errors,
                        .final = final};
  std::string text = Shown(DecodeWith(&request));
  return text + " " + std::to_string(request.consumed);
}

TEST_F(TextTest, RegisteredHandlerReplacesInBothDirections) {
  Handle handler = Function("handler", [](const Value* args, size_t) -> Owned {
    const auto* error = args[0].As<UnicodeError>();
    Handle text = StrFromUtf8("<?>");
    return TupleOf({text, Value::Int(error->end)});
  });
  ASSERT_TRUE(CodecRegisterError("test.mark", handler));
  EXPECT_EQ(Shown(EncodeStr(U("a\xc3\xa9z"), "ascii", "test.mark")), "b'a<?>z'");
  EXPECT_EQ(Decoded(TextEncoding::kUtf8, "a\xffz", "test.mark"), "'a<?>z' 3");
}

TEST_F(TextTest, HandlerWithWrongAnswerRaises) {
  Handle handler = Function("handler", [](const Value*, size_t) -> Owned {
    return Owned(Value::Int(1));
  });
  ASSERT_TRUE(CodecRegisterError("test.wrong", handler));
  EXPECT_EQ(Shown(EncodeStr(U("\xc3\xa9"), "ascii", "test.wrong")),
            "TypeError: encoding error handler must return (str/bytes, int) tuple");
  EXPECT_EQ(Decoded(TextEncoding::kAscii, "\xff", "test.wrong"),
            "TypeError: decoding error handler must return (str, int) tuple 1");
  EXPECT_EQ(Decoded(TextEncoding::kAscii, "\xff", "nobody"),
            "LookupError: unknown error handler name 'nobody' 1");
}

TEST_F(TextTest, BuiltinHandlersCanBeCalled) {
  Handle replace = CodecLookupError("replace");
  Handle object = BytesNew("abc", 3);
  Handle reason = U("x");
  Handle name = U("ascii");
  Value args[] = {name, object, Value::Int(1), Value::Int(2), reason};
  Handle error = ExceptionNew(&UnicodeDecodeErrorType, args, 5);
  EXPECT_EQ(Shown(Call(replace, {error})), "('\xef\xbf\xbd', 2)");
  Handle strict = CodecLookupError("strict");
  EXPECT_EQ(Shown(Call(strict, {error})),
            "UnicodeDecodeError: 'ascii' codec can't decode byte 0x62 in position 1: x");
  EXPECT_EQ(Shown(Call(replace, {Value::Int(1)})),
            "TypeError: don't know how to handle int in error callback");
  Handle xml = CodecLookupError("xmlcharrefreplace");
  EXPECT_EQ(Shown(Call(xml, {error})),
            "TypeError: don't know how to handle UnicodeDecodeError in error callback");
}

TEST_F(TextTest, UnfinishedSequenceIsLeftOverOrAnError) {
  EXPECT_EQ(Decoded(TextEncoding::kUtf8, "a\xe2\x82", nullptr, false), "'a' 1");
  EXPECT_EQ(Decoded(TextEncoding::kUtf16, std::string_view("\xff\xfe" "a\0b", 5), nullptr, false),
            "'a' 4");
  EXPECT_EQ(Decoded(TextEncoding::kUtf8, "a\xe2\x82", "replace"), "'a\xef\xbf\xbd' 3");
}

TEST_F(TextTest, CharmapsAreTablesOrMappings) {
  const auto* data = reinterpret_cast<const uint8_t*>("ab");
  Handle table = DictNew();
  ASSERT_TRUE(DictSet(table, Value::Int('a'), U("xy")));
  EXPECT_EQ(Shown(CharmapDecode(data, 2, table, "replace")), "'xy\xef\xbf\xbd'");
  EXPECT_EQ(Shown(CharmapDecode(data, 2, table, nullptr)),
            "UnicodeDecodeError: 'charmap' codec can't decode byte 0x62 in position 1: character "
            "maps to <undefined>");
  Handle map = EncodingMapNew(U("a\xe2\x82\xac"));
  EXPECT_EQ(Shown(CharmapEncode(U("\xe2\x82\xac" "a"), map, nullptr)), "b'\\x01\\x00'");
  EXPECT_EQ(Shown(CharmapEncode(U("b"), map, nullptr)),
            "UnicodeEncodeError: 'charmap' codec can't encode character '\\x62' in position 0: "
            "character maps to <undefined>");
}

TEST_F(TextTest, LookupAsksSearchFunctionsOnce) {
  int asked = 0;
  std::string name;
  Handle search = Function("search", [&](const Value* args, size_t) -> Owned {
    ++asked;
    name = Shown(Retain(args[0]));
    Value none = Value::None();
    return TupleOf({none, none, none, none});
  });
  ASSERT_TRUE(CodecRegister(search));
  EXPECT_EQ(Shown(CodecLookup("My--Codec 1")), "(None, None, None, None)");
  EXPECT_EQ(Shown(CodecLookup("MY_CODEC_1")), "(None, None, None, None)");
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(name, "'my_codec_1'");
  ASSERT_TRUE(CodecUnregister(search));
}

TEST_F(TextTest, SubclassOfStrHasAttributesBehindItsText) {
  Handle cls = Class("S", {TypeValue(StrType)}, {});
  for (const char* text : {"", "abc", "\xe2\x82\xac", "\xf0\x9f\x98\x80 and more"}) {
    Handle base = U(text);
    Handle s = Call(cls, {base});
    ASSERT_FALSE(s.IsEmpty());
    ASSERT_TRUE(SetAttribute(s, "tag", Value::Int(5)));
    EXPECT_TRUE(StrEqual(s, base));
    EXPECT_EQ(StrHash(s), StrHash(base));
    EXPECT_EQ(Shown(GetAttribute(s, "tag")), "5");
    Handle upper = CallMethod(s, "strip");
    EXPECT_TRUE(IsExactly(upper, StrType));
  }
}

TEST_F(TextTest, SubclassOfBytesAndByteArrayWork) {
  Handle source = BytesNew("abc", 3);
  Handle cls = Class("B", {TypeValue(BytesType)}, {});
  Handle b = Call(cls, {source});
  ASSERT_TRUE(SetAttribute(b, "tag", Value::Int(1)));
  EXPECT_EQ(Shown(Retain(b)), "b'abc'");
  Handle array_class = Class("A", {TypeValue(ByteArrayType)}, {});
  Handle a = Call(array_class, {source});
  ASSERT_TRUE(SetAttribute(a, "tag", Value::Int(1)));
  EXPECT_EQ(Shown(CallMethod(a, "append", {Value::Int(100)})), "None");
  EXPECT_EQ(Shown(Retain(a)), "A(b'abcd')");
}

TEST_F(TextTest, ExportedByteArrayRefusesToChangeItsSize) {
  Handle array = ByteArrayNew("abcdef", 6);
  Handle view = MemoryViewFrom(array);
  EXPECT_EQ(Shown(CallMethod(array, "append", {Value::Int(1)})),
            "BufferError: Existing exports of data: object cannot be re-sized");
  ASSERT_TRUE(SetItem(view, Value::Int(0), Value::Int('X')));
  EXPECT_EQ(Shown(Retain(array)), "bytearray(b'Xbcdef')");
  EXPECT_EQ(Shown(CallMethod(view, "release")), "None");
  EXPECT_EQ(Shown(CallMethod(array, "append", {Value::Int('g')})), "None");
  EXPECT_EQ(Shown(Length(view)), "ValueError: operation forbidden on released memoryview object");
}

TEST_F(TextTest, MemoryViewOfTwoDimensionsIsNested) {
  Handle bytes = BytesNew("abcdef", 6);
  Handle view = MemoryViewFrom(bytes);
  Handle shape = TupleOf({Value::Int(2), Value::Int(3)});
  Handle format = U("B");
  Handle matrix = CallMethod(view, "cast", {format, shape});
  EXPECT_EQ(Shown(CallMethod(matrix, "tolist")), "[[97, 98, 99], [100, 101, 102]]");
  Handle index = TupleOf({Value::Int(1), Value::Int(-1)});
  EXPECT_EQ(Shown(GetItem(matrix, index)), "102");
  EXPECT_EQ(Shown(GetItem(matrix, Value::Int(0))),
            "NotImplementedError: multi-dimensional sub-views are not implemented");
  Handle order = U("F");
  EXPECT_EQ(Shown(CallMethod(matrix, "tobytes", {order})), "b'adbecf'");
  EXPECT_EQ(Shown(Hash(view)), Shown(Hash(bytes)));
}

}  // namespace
}  // namespace polygil::testing
