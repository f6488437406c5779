// TreeBuilder: from events to a tree.

#include "runtime/modules/_elementtree/tree.h"
#include "runtime/modules/module_state.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type TreeBuilderType;

namespace {

TreeBuilder* Of(Value v) { return v.As<TreeBuilder>(); }

Owned New(Type* type, const Value*, size_t, Value) {
  Handle made = TRY(NewInstanceOf(type));
  Of(made)->stack = TRY(ListNew()).Peek();
  return made.Release();
}

bool Init(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[5];
  TRY_VOID(BindArguments("TreeBuilder",
                         "(element_factory=None, *, comment_factory=None, pi_factory=None, "
                         "insert_comments=False, insert_pis=False)\n--\n\n",
                         args, nargs, keyword_names, bound));
  bool comments = bound[3] ? TRY(IsTrue(bound[3])) : false;
  bool pis = bound[4] ? TRY(IsTrue(bound[4])) : false;
  auto given = [](Value v) { return v && !v.IsNone(); };
  TreeBuilder* b = Of(self);
  SetField(&b->element_factory, given(bound[0]) ? bound[0] : Value::Empty());
  // The module's own Comment and ProcessingInstruction, told by _set_factories().
  Value comment = given(bound[1]) ? bound[1] : ModuleState("_elementtree.comment_factory");
  Value pi = given(bound[2]) ? bound[2] : ModuleState("_elementtree.pi_factory");
  SetField(&b->comment_factory, given(comment) ? comment : Value::Empty());
  SetField(&b->pi_factory, given(pi) ? pi : Value::Empty());
  b->insert_comments = comments;
  b->insert_pis = pis;
  return true;
}

// The text so far as one str.
Owned JoinedData(Value data) {
  if (!IsList(data)) return Retain(data);
  Handle empty = TRY(StrFromUtf8(""));
  return CallMethod(empty, "join", {data});
}

// Adds text to element.text or .tail, behind what is there.
bool ExtendText(Value element, bool tail, Value text) {
  if (IsExactly(element, ElementType)) {
    Value* field = tail ? &ElementOf(element)->tail : &ElementOf(element)->text;
    if (field->IsNone()) {
      SetField(field, text);
      return true;
    }
  }
  const char* name = tail ? "tail" : "text";
  Handle old = TRY(GetAttribute(element, name));
  Handle joined = Retain(text);
  if (!old.Get().IsNone()) joined = TRY(BinaryOperation(BinaryOp::kAdd, old, text));
  return SetAttribute(element, name, joined);
}

bool Flush(TreeBuilder* b) {
  if (!b->data) return true;
  Handle data{Owned(b->data)};
  b->data = Value::Empty();
  Handle text = TRY(JoinedData(data));
  bool tail = static_cast<bool>(b->last_for_tail);
  Handle element = Retain(tail ? b->last_for_tail : b->last);
  return !element || ExtendText(element, tail, text);
}

bool AddChild(Value parent, Value child) {
  if (IsExactly(parent, ElementType) && IsElement(child)) return ElementAppend(parent, child);
  Handle done = TRY(CallMethod(parent, "append", {child}));
  return true;
}

// A comment or instruction: it stands in the tree if that is wanted.
bool AddExtra(Value self, Value node, bool insert) {
  TreeBuilder* b = Of(self);
  if (!insert || !b->current) return true;
  Handle current = Retain(b->current);
  TRY_VOID(AddChild(current, node));
  SetField(&b->last_for_tail, node);
  return true;
}

Owned BuilderStartMethod(Value self, const Value* args, size_t) {
  if (!IsDict(args[1]))
    return Raise(&TypeErrorType, "start() argument 2 must be dict, not %T", args[1]);
  return BuilderStart(self, args[0], args[1]);
}
Owned BuilderDataMethod(Value self, Value text) {
  return BuilderData(self, text) ? OwnNone() : Owned();
}
Owned BuilderEndMethod(Value self, Value) { return BuilderEnd(self); }
Owned BuilderPiMethod(Value self, const Value* args, size_t nargs) {
  return BuilderPi(self, args[0], nargs > 1 ? args[1] : Value::None());
}

bool Traverse(Object* object, Visitor visit, void* arg) {
  auto* self = static_cast<TreeBuilder*>(object);
  for (Value event : self->events)
    if (event && visit(event, arg)) return true;
  return TraverseFields<TreeBuilder, &TreeBuilder::root, &TreeBuilder::current, &TreeBuilder::last,
                        &TreeBuilder::last_for_tail, &TreeBuilder::data, &TreeBuilder::stack,
                        &TreeBuilder::element_factory, &TreeBuilder::comment_factory,
                        &TreeBuilder::pi_factory, &TreeBuilder::append_event>(object, visit, arg);
}
void Destroy(Object* object) {
  auto* self = static_cast<TreeBuilder*>(object);
  for (Value& event : self->events) ClearField(&event);
  ClearFields<TreeBuilder, &TreeBuilder::root, &TreeBuilder::current, &TreeBuilder::last,
              &TreeBuilder::last_for_tail, &TreeBuilder::data, &TreeBuilder::stack,
              &TreeBuilder::element_factory, &TreeBuilder::comment_factory,
              &TreeBuilder::pi_factory, &TreeBuilder::append_event>(object);
}
// The stack stays: methods count on it.
void Clear(Object* object) {
  auto* self = static_cast<TreeBuilder*>(object);
  for (Value& event : self->events) ClearField(&event);
  ClearFields<TreeBuilder, &TreeBuilder::root, &TreeBuilder::current, &TreeBuilder::last,
              &TreeBuilder::last_for_tail, &TreeBuilder::data, &TreeBuilder::element_factory,
              &TreeBuilder::comment_factory, &TreeBuilder::pi_factory, &TreeBuilder::append_event>(
      object);
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(TreeBuilder, data, OneArg(BuilderDataMethod), "($self, data, /)\n--\n\n"),
    PY_METHOD(TreeBuilder, start, Positional(BuilderStartMethod, 2, 2),
              "($self, tag, attrs, /)\n--\n\n"),
    PY_METHOD(TreeBuilder, end, OneArg(BuilderEndMethod), "($self, tag, /)\n--\n\n"),
    PY_METHOD(TreeBuilder, comment, OneArg(BuilderComment), "($self, text, /)\n--\n\n"),
    PY_METHOD(TreeBuilder, pi, Positional(BuilderPiMethod, 1, 2),
              "($self, target, text=None, /)\n--\n\n"),
    PY_METHOD(TreeBuilder, close, NoArgs(BuilderClose), "($self, /)\n--\n\n"),
    {}};

}  // namespace

bool BuilderEventHappened(Value self, BuilderEvent event, Value what) {
  TreeBuilder* b = Of(self);
  if (!b->append_event || !b->events[event]) return true;
  Handle append = Retain(b->append_event);
  Handle pair = TRY(TupleOf({b->events[event], what}));
  Handle done = TRY(Call(append, {pair}));
  return true;
}

Owned BuilderStart(Value self, Value tag, Value attrib) {
  TreeBuilder* b = Of(self);
  TRY_VOID(Flush(b));
  Handle node;
  if (!b->element_factory) {
    node = TRY(ElementNew(tag, attrib && DictSize(attrib) > 0 ? attrib : Value::Empty()));
  } else {
    Handle factory = Retain(b->element_factory), made;
    if (!attrib) made = TRY(DictNew());
    node = TRY(Call(factory, {tag, attrib ? attrib : made.Get()}));
  }
  Handle parent = Retain(b->current);
  if (parent) {
    TRY_VOID(AddChild(parent, node));
  } else {
    if (b->root)
      return Raise(ModuleStateType("_elementtree.ParseError"), "multiple elements on top level");
    SetField(&b->root, node);
  }
  TRY_VOID(ListAppend(b->stack, parent ? parent.Get() : Value::None()));
  SetField(&b->current, node);
  SetField(&b->last, node);
  SetField(&b->last_for_tail, Value::Empty());
  TRY_VOID(BuilderEventHappened(self, kEventStart, node));
  return node.Release();
}

bool BuilderData(Value self, Value text) {
  TreeBuilder* b = Of(self);
  if (!b->data) {
    if (b->last) SetField(&b->data, text);  // before the root there is no place for text
    return true;
  }
  if (!IsList(b->data)) {
    Handle list = TRY(ListFrom(&b->data, 1));
    SetField(&b->data, list);
  }
  return ListAppend(b->data, text);
}

Owned BuilderEnd(Value self) {
  TreeBuilder* b = Of(self);
  TRY_VOID(Flush(b));
  int64_t depth = ListSize(b->stack);
  if (depth == 0) return Raise(&IndexErrorType, "pop from empty stack");
  Handle node = Retain(b->current);
  Handle parent = Retain(ListAt(b->stack, depth - 1));
  TRY_VOID(DeleteItem(b->stack, Value::Int(depth - 1)));
  SetField(&b->last, node);
  SetField(&b->last_for_tail, node);
  SetField(&b->current, parent.Get().IsNone() ? Value::Empty() : parent.Get());
  if (!node) return OwnNone();
  TRY_VOID(BuilderEventHappened(self, kEventEnd, node));
  return node.Release();
}

Owned BuilderComment(Value self, Value text) {
  TreeBuilder* b = Of(self);
  TRY_VOID(Flush(b));
  Handle node = Retain(text);
  if (b->comment_factory) {
    Handle factory = Retain(b->comment_factory);
    node = TRY(Call(factory, {text}));
    TRY_VOID(AddExtra(self, node, b->insert_comments));
  }
  TRY_VOID(BuilderEventHappened(self, kEventComment, node));
  return node.Release();
}

Owned BuilderPi(Value self, Value target, Value text) {
  TreeBuilder* b = Of(self);
  TRY_VOID(Flush(b));
  Handle node;
  if (b->pi_factory) {
    Handle factory = Retain(b->pi_factory);
    node = TRY(Call(factory, {target, text}));
    TRY_VOID(AddExtra(self, node, b->insert_pis));
  } else {
    node = TRY(TupleOf({target, text}));
  }
  TRY_VOID(BuilderEventHappened(self, kEventPi, node));
  return node.Release();
}

Owned BuilderClose(Value self) { return Retain(OrNone(Of(self)->root)); }

bool InitTreeBuilderType() {
  TypeSlots& slots = TreeBuilderType.slots;
  slots.new_instance = New;
  slots.init = Init;
  slots.traverse = Traverse;
  slots.clear = Clear;
  slots.destroy = Destroy;
  return ReadyType({.type = &TreeBuilderType,
                    .name = "xml.etree.ElementTree.TreeBuilder",
                    .basic_size = sizeof(TreeBuilder),
                    .flags = kTypeBase | kTypeGc,
                    .methods = kMethods});
}

}  // namespace polygil
