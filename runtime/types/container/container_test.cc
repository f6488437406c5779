// The containers through their C++ interface and their slots.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "runtime/object/heap.h"
#include "runtime/object/heap/gc_state.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/classes/weakref.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/init.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/range.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/slice.h"
#include "runtime/types/container/structseq.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/iterator/init.h"
#include "runtime/types/iterator/iterator.h"
#include "runtime/types/number/init.h"
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
    ASSERT_TRUE(InitInternTable() && InitNames() && InitClassTypes() && InitCallableTypes() &&
                InitExceptionTypes() && InitNumberTypes() && InitTextTypes() &&
                InitContainerTypes() && InitIteratorTypes() && InitWeakrefTypes());
    HeapSealStartup();
  }
};
[[maybe_unused]] const auto* g_world = testing::AddGlobalTestEnvironment(new World);

Value N(int64_t i) { return Value::Int(i); }
Value S(const char* text) { return InternImmortal(text); }

std::string Utf8(Value text) {
  Handle owner;
  Fallible<std::string_view> view = StrAsUtf8(text, &owner);
  return view ? std::string(view.value) : "<not UTF-8>";
}

// repr(v), or "Type: message" of the pending exception.
std::string Show(Owned owned) {
  Handle v = owned;
  if (v) {
    Handle repr = Repr(v);
    if (repr) return Utf8(repr);
  }
  if (!HasPendingException()) return "<nothing>";
  Handle exception = TakePending();
  Handle text = ToStr(exception);
  return std::string(TypeName(exception)) + ": " + Utf8(text);
}
std::string Show(Value v) { return Show(Retain(v)); }
std::string Failure(bool ok) { return ok ? "no failure" : Show(Owned()); }

Handle Numbers(std::initializer_list<int64_t> items) {
  Handle list = ListNew();
  for (int64_t i : items) EXPECT_TRUE(ListAppend(list, N(i)));
  return list;
}

TEST(ListTest, MethodsWorkAndFailInCPythonsWords) {
  Handle list = Numbers({3, 1, 2});
  EXPECT_EQ(Show(CallMethod(list, "index", {N(9)})), "ValueError: 9 is not in list");
  EXPECT_EQ(Show(CallMethod(list, "remove", {N(9)})), "ValueError: list.remove(x): x not in list");
  EXPECT_EQ(Show(CallMethod(list, "insert", {N(-1), N(7)})), "None");
  EXPECT_EQ(Show(list), "[3, 1, 7, 2]");
  EXPECT_EQ(Show(CallMethod(list, "pop", {N(1)})), "1");
  EXPECT_EQ(Show(CallMethod(list, "pop", {N(5)})), "IndexError: pop index out of range");
  EXPECT_EQ(Show(GetItem(list, S("a"))),
            "TypeError: list indices must be integers or slices, not str");
  Handle empty = ListNew();
  EXPECT_EQ(Show(CallMethod(empty, "pop")), "IndexError: pop from empty list");
}

TEST(ListTest, SlicesAreTakenAssignedAndDeleted) {
  Handle list = Numbers({0, 1, 2, 3, 4, 5, 6, 7});
  Handle odd = SliceNew(N(1), Value::None(), N(2));
  EXPECT_EQ(Show(GetItem(list, odd)), "[1, 3, 5, 7]");
  Handle backwards = SliceNew(Value::None(), Value::None(), N(-3));
  EXPECT_EQ(Show(GetItem(list, backwards)), "[7, 4, 1]");
  EXPECT_EQ(Failure(SetItem(list, odd, Numbers({1}))),
            "ValueError: attempt to assign sequence of size 1 to extended slice of size 4");
  EXPECT_TRUE(DeleteItem(list, odd));
  EXPECT_EQ(Show(list), "[0, 2, 4, 6]");
  Handle middle = SliceNew(N(1), N(3), Value::None());
  EXPECT_TRUE(SetItem(list, middle, list));
  EXPECT_EQ(Show(list), "[0, 0, 2, 4, 6, 6]");
}

TEST(ListTest, ReprOfListInItselfEnds) {
  Handle list = Numbers({1});
  EXPECT_TRUE(ListAppend(list, list));
  EXPECT_EQ(Show(list), "[1, [...]]");
  ClearField(&list.As<List>()->items[--list.As<List>()->size]);
}

TEST(SortTest, IsStableForAllShapesOfInput) {
  uint32_t random = 12345;
  for (int round = 0; round < 120; ++round) {
    int size = static_cast<int>((random = random * 1664525 + 1013904223) >> 20) % 1500;
    std::vector<std::pair<int64_t, int64_t>> expected;
    Handle list = ListNew();
    for (int i = 0; i < size; ++i) {
      random = random * 1664525 + 1013904223;
      int64_t key = round % 3 == 0   ? static_cast<int64_t>(random >> 22)
                    : round % 3 == 1 ? i + (random % 20 == 0 ? random % 50 : 0)
                                     : (size - i) * (i % 7 ? 1 : 3);
      expected.emplace_back(key, i);
      ASSERT_TRUE(ListAppendOwned(list, TupleOf({N(key), N(i)})));
    }
    auto less = [&](const auto& a, const auto& b) { return a.first < b.first; };
    std::stable_sort(expected.begin(), expected.end(), less);
    ASSERT_TRUE(ListSort(list, Value::None(), false));
    for (int i = 0; i < size; ++i) ASSERT_EQ(TupleAt(ListAt(list, i), 1), N(expected[i].second));
  }
}

TEST(SortTest, FailingComparisonKeepsAllItems) {
  Handle list = Numbers({5, 4, 3});
  EXPECT_TRUE(ListAppend(list, S("x")));
  EXPECT_EQ(Failure(ListSort(list, Value::None(), false)),
            "TypeError: '<' not supported between instances of 'str' and 'int'");
  EXPECT_EQ(ListSize(list), 4);
}

TEST(TupleTest, HashesAsCPython) {
  Handle tuple = TupleOf({N(1), N(2), N(3)});
  EXPECT_EQ(Hash(tuple).value, 529344067295497451);
  Handle empty = TupleEmpty();
  EXPECT_EQ(Hash(empty).value, 5740354900026072187);
  EXPECT_EQ(Show(TupleOf({N(1)})), "(1,)");
}

TEST(DictTest, KeepsOrderOverDeletionAndGrowth) {
  Handle dict = DictNew();
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(DictSet(dict, N(i * 7), N(i)));
  for (int i = 0; i < 1000; ++i)
    if (i % 10 != 3) ASSERT_TRUE(DictDelete(dict, N(i * 7)));
  ASSERT_TRUE(DictSet(dict, N(0), N(-1)));
  EXPECT_EQ(DictSize(dict), 101);
  int64_t position = 0, seen = 0;
  Value key, value;
  while (DictNext(dict, &position, &key, &value)) {
    if (seen < 100) EXPECT_EQ(key, N((seen * 10 + 3) * 7));
    ++seen;
  }
  EXPECT_EQ(seen, 101);
  EXPECT_EQ(key, N(0));
}

TEST(DictTest, StackOfKeysNeverFillsTheIndex) {
  Handle dict = DictNew();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(DictSet(dict, N(i), N(i)));
  for (int i = 0; i < 10000; ++i) {
    ASSERT_TRUE(DictSet(dict, N(100 + i), N(i)));
    EXPECT_EQ(Show(CallMethod(dict, "popitem")),
              "(" + std::to_string(100 + i) + ", " + std::to_string(i) + ")");
  }
  EXPECT_EQ(DictSize(dict), 5);
  EXPECT_TRUE(DictGet(dict, N(99)).IsEmpty());
}

TEST(DictTest, VersionGuardsKeysButNotValues) {
  Handle dict = DictNew();
  ASSERT_TRUE(DictSet(dict, names.append, N(1)));
  uint32_t version = DictKeysVersion(dict);
  EXPECT_NE(version, 0u);
  EXPECT_EQ(DictFindIndex(dict, names.append), 0);
  EXPECT_EQ(DictFindIndex(dict, names.clear), -1);
  ASSERT_TRUE(DictSet(dict, names.append, N(2)));
  EXPECT_EQ(DictKeysVersion(dict), version);
  ASSERT_TRUE(DictSet(dict, names.clear, N(2)));
  EXPECT_NE(DictKeysVersion(dict), version);
}

TEST(DictTest, IterationNoticesChanges) {
  Handle dict = DictNew();
  ASSERT_TRUE(DictSet(dict, N(1), N(1)));
  Handle iterator = GetIterator(dict);
  ASSERT_TRUE(DictSet(dict, N(2), N(2)));
  EXPECT_EQ(Show(IteratorNext(iterator)),
            "RuntimeError: dictionary changed size during iteration");
  iterator = GetIterator(dict);
  Handle first = IteratorNext(iterator), second = IteratorNext(iterator);
  ASSERT_TRUE(DictDelete(dict, N(1)));
  ASSERT_TRUE(DictSet(dict, N(3), N(3)));
  EXPECT_EQ(Show(IteratorNext(iterator)),
            "RuntimeError: dictionary keys changed during iteration");
}

TEST(DictTest, ErrorsReadAsCPythons) {
  Handle dict = DictNew();
  EXPECT_EQ(Show(CallMethod(dict, "popitem")), "KeyError: 'popitem(): dictionary is empty'");
  EXPECT_EQ(Show(GetItem(dict, TupleOf({N(1)}).Peek())), "KeyError: (1,)");
  EXPECT_EQ(Show(CallMethod(dict, "update", {Numbers({1})})),
            "TypeError: cannot convert dictionary update sequence element #0 to a sequence");
  Handle list = ListNew();
  EXPECT_EQ(Failure(DictSet(dict, list, N(1))), "TypeError: unhashable type: 'list'");
}

TEST(DictTest, ViewsAreSets) {
  Handle a = DictNew(), b = DictNew();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(DictSet(a, N(i), N(i)));
  for (int i = 2; i < 5; ++i) ASSERT_TRUE(DictSet(b, N(i), N(i)));
  Handle x = CallMethod(a, "keys"), y = CallMethod(b, "keys");
  EXPECT_EQ(Show(BinaryOperation(BinaryOp::kAnd, x, y)), "{2}");
  EXPECT_EQ(Show(BinaryOperation(BinaryOp::kOr, x, y)), "{0, 1, 2, 3, 4}");
  EXPECT_EQ(Show(BinaryOperation(BinaryOp::kSubtract, x, y)), "{0, 1}");
  EXPECT_EQ(Show(BinaryOperation(BinaryOp::kXor, x, y)), "{0, 1, 3, 4}");
  EXPECT_EQ(Show(x), "dict_keys([0, 1, 2])");
}

TEST(SetTest, OrderAndHashAreCPythons) {
  Handle set = SetNew();
  for (int i : {5, 100, 3, 77, 12, 64, 8, 9, 1000, 33, 17}) ASSERT_TRUE(SetAdd(set, N(i)));
  EXPECT_EQ(Show(set), "{64, 33, 3, 100, 5, 8, 9, 1000, 12, 77, 17}");
  Handle frozen = FrozenSetNew(set);
  EXPECT_EQ(Hash(frozen).value, -5557811421707795483);
  EXPECT_EQ(Show(CallMethod(set, "pop")), "64");
  EXPECT_EQ(Show(CallMethod(set, "pop")), "33");
  EXPECT_EQ(Show(set), "{3, 100, 5, 8, 9, 1000, 12, 77, 17}");
}

TEST(SetTest, MutableSetIsFoundAsItsFrozenTwin) {
  Handle inner = SetNew(Numbers({1, 2}));
  Handle frozen = FrozenSetNew(inner);
  Handle outer = SetNew();
  ASSERT_TRUE(SetAdd(outer, frozen));
  EXPECT_TRUE(SetContains(outer, inner).value);
  EXPECT_EQ(Failure(SetAdd(outer, inner)), "TypeError: unhashable type: 'set'");
}

TEST(RangeTest, ItemsSlicesAndSearch) {
  Handle range = Call(Value::Pointer(&RangeType), {N(1), N(10), N(3)});
  EXPECT_EQ(Show(ToList(range)), "[1, 4, 7]");
  Handle slice = SliceNew(Value::None(), Value::None(), N(-1));
  EXPECT_EQ(Show(GetItem(range, slice)), "range(7, -2, -3)");
  EXPECT_EQ(Show(CallMethod(range, "index", {N(7)})), "2");
  EXPECT_EQ(Show(CallMethod(range, "index", {N(8)})), "ValueError: 8 is not in range");
  EXPECT_EQ(Show(GetItem(range, N(3))), "IndexError: range object index out of range");
}

TEST(IteratorTest, StrictZipSaysWhichIsShorter) {
  Handle strict = TupleOf({S("strict")});
  Handle a = Numbers({1, 2}), b = Numbers({1});
  Value args[3] = {a, b, Value::True()};
  Handle zip = Call(Value::Pointer(&ZipType), args, 2, strict);
  EXPECT_EQ(Show(ToList(zip)), "ValueError: zip() argument 2 is shorter than argument 1");
}

TEST(WeakrefTest, SharesReferenceAndDiesWithReferent) {
  Handle set = SetNew();
  Handle a = WeakReferenceNew(set, Value::Empty()), b = WeakReferenceNew(set, Value::None());
  EXPECT_EQ(a.Get(), b.Get());
  Handle proxy = WeakProxyNew(set, Value::Empty());
  EXPECT_EQ(Length(proxy).value, 0);
  set.Reset();
  EXPECT_EQ(Show(Call(a)), "None");
  EXPECT_EQ(Show(GetAttribute(proxy, "add")),
            "ReferenceError: weakly-referenced object no longer exists");
  EXPECT_EQ(Show(WeakReferenceNew(N(1), Value::Empty())),
            "TypeError: cannot create weak reference to 'int' object");
}

TEST(StructSequenceTest, HasNamedAndHiddenFields) {
  static const StructSequenceField kFields[] = {
      {"a", "doc"}, {"b", nullptr}, {"c", nullptr}, {nullptr, nullptr}};
  Handle type = StructSequenceTypeNew({"os.thing", "Doc.", kFields, 2});
  ASSERT_TRUE(static_cast<bool>(type));
  Handle items = TupleOf({N(1), N(2), N(9)});
  Handle thing = Call(type, {items});
  EXPECT_EQ(Show(thing), "os.thing(a=1, b=2)");
  EXPECT_EQ(Show(GetAttribute(thing, "c")), "9");
  Handle one = TupleOf({N(1)});
  EXPECT_EQ(Show(Call(type, {one})),
            "TypeError: os.thing() takes an at least 2-sequence (1-sequence given)");
}

TEST(CollectorTest, TuplesOfAtomsAreNoLongerTracked) {
  Handle list = ListNew();
  Handle atoms = TupleOf({N(1), S("x"), Value::None()}), holder = TupleOf({N(1), list});
  Handle unfinished = TupleNew(2);
  TupleInit(unfinished, 0, Owned(N(1)));
  GcCollect(0);
  EXPECT_FALSE(GcIsTracked(atoms));
  EXPECT_TRUE(GcIsTracked(holder));
  EXPECT_TRUE(GcIsTracked(unfinished));
  TupleInit(unfinished, 1, OwnNone());
}

TEST(CollectorTest, ListsDictsAndClassesInCyclesDie) {
  GcCollect(2);
  for (int i = 0; i < 100; ++i) {
    Handle list = ListNew(), dict = DictNew();
    ASSERT_TRUE(ListAppend(list, dict));
    ASSERT_TRUE(DictSet(dict, N(1), list));
  }
  EXPECT_EQ(GcCollect(2), 200);
}

// What a child does to containers that its parent made; true if all is as it should be.
bool UseInherited(Value list, Value dict, Value set, Value reference) {
  for (int i = 0; i < 100; ++i) {
    if (!ListAppend(list, N(i)) || !DictSet(dict, N(i), list) || !SetAdd(set, N(i))) return false;
  }
  for (int i = 0; i < 100; ++i) {
    if (!DictDelete(dict, N(i)) || !SetDiscard(set, N(i)).value) return false;
  }
  if (ReferenceCount(list.AsObject()) != 2 || ListSize(list) != 101) return false;
  Handle copy = DictCopy(dict);
  if (ReferenceCount(list.AsObject()) != 3) return false;
  copy.Reset();
  DictClear(dict);
  if (ReferenceCount(list.AsObject()) != 1) return false;
  DecRef(set);  // the only reference: the weak one dies
  if (!reference.As<WeakReference>()->referent.IsEmpty()) return false;
  if (!ListAppend(list, list)) return false;
  DecRef(list);  // a cycle of an inherited object
  return GcCollect(2) == 1;
}

TEST(ForkTest, ChildChangesAndDropsInheritedContainers) {
  Handle list = Numbers({7}), dict = DictNew(), set = SetNew();
  ASSERT_TRUE(DictSet(dict, S("list"), list));
  Handle reference = WeakReferenceNew(set, Value::Empty());
  pid_t child = fork();
  if (child == 0) {
    HeapAfterForkChild();
    _exit(UseInherited(list, dict, set, reference) ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ(Show(list), "[7]");
}

}  // namespace
}  // namespace polygil
