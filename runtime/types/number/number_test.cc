// Arithmetic, conversions, text and methods of the numbers against what CPython answers. Vectors:
// generate_vectors.py.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/complex.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/testing/environment.h"
#include "runtime/types/testing/vector_reader.h"

namespace polygil {
namespace {

using testing::Shown;
class NumberTest : public testing::TypesTest {};

struct Vector {
  const char* operation;
  const char* arguments;
  const char* expected;
};
const Vector kVectors[] = {
#include "runtime/types/number/number_vectors.inc"
};

struct NamedBinary {
  const char* name;
  BinaryOp op;
};
constexpr NamedBinary kBinary[] = {
    {"+", BinaryOp::kAdd},           {"-", BinaryOp::kSubtract},   {"*", BinaryOp::kMultiply},
    {"/", BinaryOp::kTrueDivide},    {"//", BinaryOp::kFloorDivide}, {"%", BinaryOp::kRemainder},
    {"**", BinaryOp::kPower},        {"<<", BinaryOp::kLeftShift}, {">>", BinaryOp::kRightShift},
    {"&", BinaryOp::kAnd},           {"|", BinaryOp::kOr},         {"^", BinaryOp::kXor},
};
constexpr const char* kCompare[] = {"<", "<=", "==", "!=", ">", ">="};

Type* TypeNamed(const std::string& name) {
  return name == "int" ? &IntType : name == "float" ? &FloatType
       : name == "complex" ? &ComplexType : name == "bool" ? &BoolType : nullptr;
}

Owned CallNamed(Value object, const char* method, const Value* args, size_t nargs) {
  Handle function = TRY(GetAttribute(object, method));
  return Call(function, args, nargs);
}

Owned ToOrFromBytes(Value object, const char* method, const std::vector<Value>& args) {
  Handle names = TRY(TupleOf({testing::Text("signed")}));
  Handle function = TRY(GetAttribute(object, method));
  return Call(function, args.data(), args.size() - 1, names);
}

Owned Evaluate(const std::string& name, const std::vector<Value>& v) {
  for (const NamedBinary& row : kBinary)
    if (name == row.name) return BinaryOperation(row.op, v[0], v[1]);
  for (int i = 0; i < 6; ++i)
    if (name == kCompare[i]) return RichCompare(v[0], v[1], static_cast<CompareOp>(i));
  if (Type* type = TypeNamed(name)) return Call(Value::Pointer(type), v.data(), v.size());
  if (name == "divmod") return DivmodOperation(v[0], v[1]);
  if (name == "pow") return PowerOperation(v[0], v[1], v[2]);
  if (name == "neg") return Negative(v[0]);
  if (name == "pos") return Positive(v[0]);
  if (name == "abs") return Absolute(v[0]);
  if (name == "~") return Invert(v[0]);
  if (name == "repr") return Repr(v[0]);
  if (name == "format") return Format(v[0], v[1]);
  if (name == "fromhex")
    return CallNamed(Value::Pointer(&FloatType), "fromhex", v.data(), v.size());
  if (name == "from_bytes") return ToOrFromBytes(Value::Pointer(&IntType), "from_bytes", v);
  if (name == ".to_bytes")
    return ToOrFromBytes(v[0], "to_bytes", std::vector<Value>(v.begin() + 1, v.end()));
  if (name == "hash") {
    int64_t hash = TRY(Hash(v[0]));
    return IntFromInt64(hash);
  }
  return CallNamed(v[0], name.c_str() + 1, v.data() + 1, v.size() - 1);
}

TEST_F(NumberTest, OperationsGiveWhatCPythonGives) {
  int failures = 0;
  for (const Vector& vector : kVectors) {
    std::vector<Handle> owners;
    std::vector<Value> values;
    for (testing::VectorReader reader(vector.arguments); !reader.AtEnd();) owners.push_back(reader.Read());
    for (const Handle& owner : owners) values.push_back(owner);
    std::string shown = Shown(Evaluate(vector.operation, values));
    EXPECT_EQ(shown, vector.expected) << vector.operation << " " << vector.arguments;
    if (shown != vector.expected && ++failures > 40) return;
  }
}

TEST_F(NumberTest, HashOfEqualNumbersIsEqual) {
  for (int shift : {0, 10, 53, 61, 100, 600}) {
    Handle number = IntShiftLeft(Value::Int(3), Value::Int(shift));
    Handle same = ToFloat(number);
    EXPECT_EQ(IntHash(number), FloatHash(FloatValue(same), same)) << shift;
    EXPECT_TRUE(Equals(number, same).value);
  }
}

TEST_F(NumberTest, SubclassOfIntKeepsValueAndType) {
  Handle type = testing::Class("Meters", {testing::TypeValue(IntType)}, {});
  for (int shift : {0, 1, 62, 63, 200}) {
    Handle plain = IntShiftLeft(Value::Int(-5), Value::Int(shift));
    Handle instance = Call(type, {plain});
    ASSERT_TRUE(instance);
    EXPECT_EQ(TypeOf(instance), type.As<Type>());
    EXPECT_EQ(IntCompare(instance, plain), 0);
    EXPECT_TRUE(SetAttribute(instance, "unit", Value::True()));
    Handle sum = BinaryOperation(BinaryOp::kAdd, instance, Value::Int(0));
    EXPECT_EQ(Shown(Repr(sum)), Shown(Repr(plain)));
    EXPECT_TRUE(sum.Get().IsInt() || IsExactly(sum, IntType));
  }
}

TEST_F(NumberTest, TextBeyondTheLimitIsRefused) {
  Handle big = IntPower(Value::Int(10), Value::Int(4300), Value::Empty());
  EXPECT_EQ(Shown(Repr(big)),
            "ValueError: Exceeds the limit (4300 digits) for integer string conversion; use "
            "sys.set_int_max_str_digits() to increase the limit");
  Handle fits = IntSubtract(big, Value::Int(1));
  EXPECT_EQ(Shown(Repr(fits)).size(), 4302u);  // with quotes
}

}  // namespace
}  // namespace polygil
