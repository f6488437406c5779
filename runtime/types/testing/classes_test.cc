// Classes: attributes and their layouts, special methods, inheritance.

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/testing/environment.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil::testing {
namespace {

class ClassesTest : public TypesTest {};

bool SetNumbered(Value object, char prefix, int count) {
  for (int i = 0; i < count; ++i) {
    std::string name = prefix + std::to_string(i);
    if (!SetAttribute(object, name.c_str(), Value::Int(i))) return false;
  }
  return true;
}

TEST_F(ClassesTest, InstanceWithManyAttributesKeepsThemAll) {
  Handle cls = Class("A", {}, {});
  Handle a = Call(cls);
  ASSERT_TRUE(SetNumbered(a, 'x', 100));
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(Shown(GetAttribute(a, ("x" + std::to_string(i)).c_str())), std::to_string(i));
  EXPECT_FALSE(AttributesOf(a.Get().AsObject())->shape->is_dict);
}

TEST_F(ClassesTest, InstancesGetAsManyInlineSlotsAsEarlierOnesNeeded) {
  Handle cls = Class("A", {}, {});
  uint16_t at_first = cls.As<Type>()->inline_attributes;
  for (int i = 0; i < 3; ++i) {
    Handle instance = Call(cls);
    ASSERT_TRUE(SetNumbered(instance, 'x', 11));
    EXPECT_EQ(Shown(GetAttribute(instance, "x10")), "10");
  }
  EXPECT_LT(at_first, 11);
  EXPECT_GE(cls.As<Type>()->inline_attributes, 11);
}

TEST_F(ClassesTest, AskingForDictMaterialisesAttributes) {
  Handle cls = Class("A", {}, {});
  Handle a = Call(cls);
  ASSERT_TRUE(SetNumbered(a, 'x', 7));
  Handle dict = GetAttribute(a, "__dict__");
  EXPECT_EQ(DictSize(dict), 7);
  ASSERT_TRUE(DictSet(dict, Text("y"), Value::Int(99)));
  EXPECT_EQ(Shown(GetAttribute(a, "y")), "99");
  EXPECT_EQ(Shown(GetAttribute(a, "x6")), "6");
}

TEST_F(ClassesTest, DeletingAttributesWorksInEveryForm) {
  Handle cls = Class("A", {}, {});
  Handle a = Call(cls);
  ASSERT_TRUE(SetNumbered(a, 'x', 12));
  EXPECT_TRUE(DeleteAttribute(a, Text("x11")));
  EXPECT_FALSE(AttributesOf(a.Get().AsObject())->shape->is_dict);
  EXPECT_TRUE(DeleteAttribute(a, Text("x3")));
  EXPECT_EQ(Shown(GetAttribute(a, "x10")), "10");
  EXPECT_EQ(Shown(DeleteAttribute(a, Text("x3"))),
            "AttributeError: 'A' object has no attribute 'x3'");
}

TEST_F(ClassesTest, ChangedClassGivesShapesNewKeys) {
  Handle cls = Class("A", {}, {});
  Handle sub = Class("B", {cls}, {});
  Handle instance = Call(sub);
  ASSERT_TRUE(SetNumbered(instance, 'x', 2));
  Shape* shape = AttributesOf(instance.Get().AsObject())->shape;
  uint32_t key = ShapeKey(shape);
  ASSERT_NE(key, 0u);
  ASSERT_TRUE(SetAttribute(cls, "shared", Value::Int(5)));
  EXPECT_NE(ShapeKey(shape), key);
  EXPECT_EQ(Shown(GetAttribute(instance, "shared")), "5");
}

TEST_F(ClassesTest, SlotsStoreWithoutDict) {
  Handle slots = TupleOf({Text("p"), Text("q")});
  Handle cls = Class("S", {}, {{"__slots__", slots}});
  Handle s = Call(cls);
  EXPECT_EQ(Shown(GetAttribute(s, "p")), "AttributeError: 'S' object has no attribute 'p'");
  EXPECT_TRUE(SetAttribute(s, "p", Value::Int(1)));
  EXPECT_EQ(Shown(GetAttribute(s, "p")), "1");
  EXPECT_EQ(Shown(SetAttribute(s, "z", Value::Int(1))),
            "AttributeError: 'S' object has no attribute 'z'");
  Handle with_dict = Class("T", {cls}, {});
  Handle t = Call(with_dict);
  EXPECT_TRUE(SetAttribute(t, "q", Value::Int(2)));
  EXPECT_TRUE(SetAttribute(t, "z", Value::Int(3)));
  EXPECT_EQ(Shown(GetAttribute(t, "__dict__")), "{'z': 3}");
}

TEST_F(ClassesTest, SubclassesOfBuiltinsHaveAttributes) {
  Handle tuple_class = Class("T", {TypeValue(TupleType)}, {});
  Handle items = TupleOf({Value::Int(1), Value::Int(2), Value::Int(3)});
  Handle tuple = Call(tuple_class, {items});
  EXPECT_TRUE(SetAttribute(tuple, "x", Value::Int(7)));
  EXPECT_EQ(Shown(GetAttribute(tuple, "x")), "7");
  EXPECT_EQ(Shown(Retain(tuple)), "(1, 2, 3)");
  Handle dict_class = Class("D", {TypeValue(DictType)}, {});
  Handle dict = Call(dict_class);
  EXPECT_TRUE(SetItem(dict, Value::Int(1), Value::Int(2)));
  EXPECT_TRUE(SetAttribute(dict, "x", Value::Int(7)));
  EXPECT_EQ(Shown(Retain(dict)), "{1: 2}");
}

TEST_F(ClassesTest, BadBasesAreRefused) {
  Handle a = Class("A", {}, {});
  EXPECT_EQ(Shown(Class("X", {TypeValue(IntType), TypeValue(ListType)}, {})),
            "TypeError: multiple bases have instance lay-out conflict");
  EXPECT_EQ(Shown(Class("X", {TypeValue(ObjectType), a}, {})),
            "TypeError: Cannot create a consistent method resolution\n"
            "order (MRO) for bases object, A");
  EXPECT_EQ(Shown(Class("X", {a, a}, {})), "TypeError: duplicate base class A");
  EXPECT_EQ(Shown(Class("X", {TypeValue(BoolType)}, {})),
            "TypeError: type 'bool' is not an acceptable base type");
}

TEST_F(ClassesTest, ReflectedOperatorOfSubclassGoesFirst) {
  auto say = [](const char* word) {
    return Function(word, [word](const Value*, size_t) { return Retain(Text(word)); });
  };
  Handle add = say("add"), radd = say("radd"), sub_radd = say("sub_radd");
  Handle a = Class("A", {}, {{"__add__", add}, {"__radd__", radd}});
  Handle b = Class("B", {a}, {{"__radd__", sub_radd}});
  Handle c = Class("C", {a}, {});
  Handle of_a = Call(a), of_b = Call(b), of_c = Call(c);
  EXPECT_EQ(Shown(BinaryOperation(BinaryOp::kAdd, of_a, of_b)), "'sub_radd'");
  EXPECT_EQ(Shown(BinaryOperation(BinaryOp::kAdd, of_a, of_c)), "'add'");
  EXPECT_EQ(Shown(BinaryOperation(BinaryOp::kAdd, Value::Int(1), of_a)), "'radd'");
  EXPECT_EQ(Shown(BinaryOperation(BinaryOp::kSubtract, of_a, Value::Int(1))),
            "TypeError: unsupported operand type(s) for -: 'A' and 'int'");
}

TEST_F(ClassesTest, EqWithoutHashMakesUnhashable) {
  Handle eq = Function("__eq__", [](const Value*, size_t) { return OwnBool(true); });
  Handle cls = Class("E", {}, {{"__eq__", eq}});
  Handle instance = Call(cls);
  EXPECT_EQ(Shown(Hash(instance)), "TypeError: unhashable type: 'E'");
  EXPECT_EQ(Shown(RichCompare(instance, Value::Int(1), CompareOp::kNe)), "False");
}

TEST_F(ClassesTest, GetattrIsAskedOnlyForWhatIsMissing) {
  Handle hook = Function(
      "__getattr__", [](const Value* args, size_t) { return StrFormat("hook %U", args[1]); });
  Handle cls = Class("G", {}, {{"__getattr__", hook}});
  Handle g = Call(cls);
  EXPECT_EQ(Shown(GetAttribute(g, "zz")), "'hook zz'");
  ASSERT_TRUE(SetAttribute(g, "zz", Value::Int(9)));
  EXPECT_EQ(Shown(GetAttribute(g, "zz")), "9");
}

TEST_F(ClassesTest, SpecialMethodAddedLaterReachesSubclasses) {
  Handle a = Class("A", {}, {});
  Handle b = Class("B", {a}, {});
  Handle instance = Call(b);
  EXPECT_EQ(Shown(Call(instance)), "TypeError: 'B' object is not callable");
  Handle call = Function("__call__", [](const Value*, size_t) { return Retain(Text("called")); });
  ASSERT_TRUE(SetAttribute(a, "__call__", call));
  EXPECT_EQ(Shown(Call(instance)), "'called'");
  ASSERT_TRUE(DeleteAttribute(a, names.__call__));
  EXPECT_EQ(Shown(Call(instance)), "TypeError: 'B' object is not callable");
}

TEST_F(ClassesTest, ClassAssignmentNeedsTheSameLayout) {
  Handle a = Class("A", {}, {}), b = Class("B", {}, {});
  Handle slots = TupleOf({Text("p")});
  Handle c = Class("C", {}, {{"__slots__", slots}});
  Handle instance = Call(a);
  ASSERT_TRUE(SetNumbered(instance, 'x', 9));
  EXPECT_TRUE(SetAttribute(instance, "__class__", b));
  EXPECT_EQ(TypeOf(instance), b.As<Type>());
  EXPECT_EQ(Shown(GetAttribute(instance, "x8")), "8");
  EXPECT_EQ(Shown(SetAttribute(instance, "__class__", c)),
            "TypeError: __class__ assignment: 'C' object layout differs from 'B'");
}

TEST_F(ClassesTest, SetNameAndInitSubclassAreCalled) {
  Handle seen = ListNew();
  Value list = seen;
  Handle set_name = Function("__set_name__", [list](const Value* args, size_t) {
    return ListAppend(list, args[2]) ? OwnNone() : Owned();
  });
  Handle descriptor_class = Class("D", {}, {{"__set_name__", set_name}});
  Handle descriptor = Call(descriptor_class);
  Handle init_subclass = Function("__init_subclass__", [list](const Value* args, size_t) {
    return ListAppend(list, args[0]) ? OwnNone() : Owned();
  });
  Handle base = Class("Base", {}, {{"__init_subclass__", init_subclass}});
  Handle derived = Class("Derived", {base}, {{"field", descriptor}});
  EXPECT_EQ(Shown(Retain(seen)), "['field', <class 'test.Derived'>]");
}

TEST_F(ClassesTest, DeadSubclassLeavesItsBases) {
  Handle a = Class("A", {}, {});
  {
    Handle b = Class("B", {a}, {});
    EXPECT_EQ(Shown(CallMethod(a, "__subclasses__")), "[<class 'test.B'>]");
  }
  GcCollect(2);
  EXPECT_EQ(Shown(CallMethod(a, "__subclasses__")), "[]");
}

TEST_F(ClassesTest, TypesAreNotSubscriptableUnlessTheySay) {
  Handle a = Class("A", {}, {});
  EXPECT_EQ(Shown(GetItem(a, Value::Int(1))), "TypeError: type 'A' is not subscriptable");
  EXPECT_EQ(Shown(GetItem(TypeValue(ListType), TypeValue(IntType))), "list[int]");
  EXPECT_EQ(Shown(BinaryOperation(BinaryOp::kOr, TypeValue(IntType), Value::None())), "int | None");
}

TEST_F(ClassesTest, ConstructorsRefuseSuperfluousArguments) {
  Handle a = Class("A", {}, {});
  EXPECT_EQ(Shown(Call(a, {Value::Int(1)})), "TypeError: A() takes no arguments");
  EXPECT_EQ(Shown(SetAttribute(TypeValue(IntType), "x", Value::Int(1))),
            "TypeError: cannot set 'x' attribute of immutable type 'int'");
}

TEST_F(ClassesTest, ModuleNamesItselfInErrors) {
  Handle module = ModuleNew(Text("mm"));
  EXPECT_EQ(Shown(GetAttribute(module, "x")),
            "AttributeError: module 'mm' has no attribute 'x'");
  EXPECT_EQ(Shown(GetAttribute(module, "__name__")), "'mm'");
}

}  // namespace
}  // namespace polygil::testing
