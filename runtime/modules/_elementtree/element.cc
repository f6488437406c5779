// Element: a tag, attributes, texts and children.

#include "runtime/modules/_elementtree/tree.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/modules/module_state.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/slice.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/iterator/sequence_iterator.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type ElementType;

namespace {

Element* Of(Value v) { return ElementOf(v); }

int64_t Count(Value v) { return Of(v)->children ? ListSize(Of(v)->children) : 0; }

bool NeedChildren(Value self) {
  if (!Of(self)->children) Of(self)->children = TRY(ListNew()).Peek();
  return true;
}
// The attributes, made if there are none. Borrowed.
Fallible<Value> Attributes(Value self) {
  if (!Of(self)->attrib) Of(self)->attrib = TRY(DictNew()).Peek();
  return Of(self)->attrib;
}

Raised RaiseNotElement(Value v) {
  return Raise(&TypeErrorType, "expected an Element, not \"%.200s\"", TypeName(v));
}
bool CheckArgument(Value v, const char* function, const char* position) {
  if (IsElement(v)) return true;
  return Raise(&TypeErrorType, "%s() argument%s must be xml.etree.ElementTree.Element, not %T",
               function, position, v);
}

Owned AllocateElement(Type* type) {
  Handle made = TRY(NewInstanceOf(type));
  Of(made)->tag = Of(made)->text = Of(made)->tail = Value::None();
  return made.Release();
}

// -- Construction ---------------------------------------------------------------------------------

Owned New(Type* type, const Value*, size_t, Value) { return AllocateElement(type); }

// attrib and **extra of Element() and SubElement(), as one new dict; empty without exception: none.
Owned MergedAttributes(const char* function, int position, Value attrib, Value keywords) {
  Handle merged;
  if (attrib) {
    if (!IsDict(attrib))
      return Raise(&TypeErrorType, "%s() argument %d must be dict, not %T", function, position,
                   attrib);
    if (DictSize(attrib) > 0) merged = TRY(DictCopy(attrib));
  }
  if (keywords && DictSize(keywords) > 0) {
    if (!merged) merged = TRY(DictNew());
    TRY_VOID(DictUpdate(merged, keywords));
  }
  return merged.Release();
}

// The keyword arguments as a dict, without `attrib`, which goes to *attrib.
Owned KeywordDict(const Value* args, size_t nargs, Value keyword_names, Value* attrib) {
  if (keyword_names.IsEmpty()) return {};
  Handle dict = TRY(DictNew());
  for (int64_t i = 0; i < TupleSize(keyword_names); ++i) {
    Value name = TupleAt(keyword_names, i), value = args[nargs + static_cast<size_t>(i)];
    if (!*attrib && StrEqualsAscii(name, "attrib"))
      *attrib = value;
    else
      TRY_VOID(DictSet(dict, name, value));
  }
  return dict.Release();
}

bool CheckCount(const char* function, size_t nargs, size_t least, size_t most) {
  if (nargs >= least && nargs <= most) return true;
  bool few = nargs < least;
  size_t limit = few ? least : most;
  return Raise(&TypeErrorType, "%s() takes at %s %zd argument%s (%zd given)", function,
               few ? "least" : "most", static_cast<ssize_t>(limit), limit == 1 ? "" : "s",
               static_cast<ssize_t>(nargs));
}

bool Init(Value self, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckCount("Element", nargs, 1, 2));
  Value attrib = nargs > 1 ? args[1] : Value::Empty();
  Handle keywords = KeywordDict(args, nargs, keyword_names, &attrib);
  if (!keywords && HasPendingException()) return false;
  Handle merged = MergedAttributes("Element", 2, attrib, keywords);
  if (!merged && HasPendingException()) return false;
  SetField(&Of(self)->tag, args[0]);
  SetField(&Of(self)->attrib, merged);
  SetField(&Of(self)->text, Value::None());
  SetField(&Of(self)->tail, Value::None());
  return true;
}

Owned CopyOf(Value self) {
  Handle copy = TRY(ElementNew(Of(self)->tag, Value::Empty()));
  if (Of(self)->attrib) Of(copy)->attrib = TRY(DictCopy(Of(self)->attrib)).Peek();
  SetField(&Of(copy)->text, Of(self)->text);
  SetField(&Of(copy)->tail, Of(self)->tail);
  if (Count(self) > 0) {
    Handle list = TRY(ToList(Of(self)->children));
    Of(copy)->children = list.Release().Peek();
  }
  return copy.Release();
}

Owned DeepCopyOf(Value v, Value memo) {
  if (v.IsNone() || IsExactly(v, StrType)) return Retain(v);
  Handle module = TRY(ImportModule("copy"));
  return CallMethod(module, "deepcopy", {v, memo});
}

Owned ElementDeepCopy(Value self, Value memo) {
  if (!IsDict(memo))
    return Raise(&TypeErrorType, "__deepcopy__() argument must be dict, not %T", memo);
  NativeDepth depth;
  TRY_VOID(depth.Check(" while copying an element"));
  Handle tag = TRY(DeepCopyOf(Of(self)->tag, memo));
  Handle copy = TRY(ElementNew(tag, Value::Empty()));
  if (Of(self)->attrib) {
    Handle attrib = TRY(DeepCopyOf(Of(self)->attrib, memo));
    SetField(&Of(copy)->attrib, attrib);
  }
  Handle text = TRY(DeepCopyOf(Of(self)->text, memo));
  SetField(&Of(copy)->text, text);
  Handle tail = TRY(DeepCopyOf(Of(self)->tail, memo));
  SetField(&Of(copy)->tail, tail);
  for (int64_t i = 0; i < Count(self); ++i) {
    Handle child = Retain(ListAt(Of(self)->children, i));
    Handle made =
        TRY(IsExactly(child, ElementType) ? ElementDeepCopy(child, memo) : DeepCopyOf(child, memo));
    if (!IsElement(made)) return RaiseNotElement(made);
    TRY_VOID(ElementAppend(copy, made));
  }
  Handle id = TRY(IntFromUint64(self.bits));
  TRY_VOID(DictSet(memo, id, copy));
  return copy.Release();
}

// -- Children -------------------------------------------------------------------------------------

Owned ElementAppendMethod(Value self, Value child) {
  TRY_VOID(CheckArgument(child, "append", "") && ElementAppend(self, child));
  return OwnNone();
}

// A new list of elements from any sequence.
Owned ElementList(Value items) {
  Handle owner;
  Fallible<ItemsView> view = FastItems(items, &owner, nullptr);
  if (!view) {
    if (PendingMatches(&TypeErrorType))
      return Raise(&TypeErrorType, "expected sequence, not \"%.200s\"", TypeName(items));
    return {};
  }
  Handle list = TRY(ListFrom(view.value.items, view.value.size));
  for (int64_t i = 0; i < ListSize(list); ++i)
    if (!IsElement(ListAt(list, i))) return RaiseNotElement(ListAt(list, i));
  return list.Release();
}

Owned ElementExtend(Value self, Value items) {
  Handle list = TRY(ElementList(items));
  TRY_VOID(NeedChildren(self));
  return ListExtend(Of(self)->children, list) ? OwnNone() : Owned();
}

Owned ElementInsert(Value self, const Value* args, size_t) {
  int64_t index = TRY(IndexExact(args[0], &OverflowErrorType));
  TRY_VOID(CheckArgument(args[1], "insert", " 2") && NeedChildren(self));
  int64_t count = Count(self);
  if (index < 0) index = index + count < 0 ? 0 : index + count;
  if (index > count) index = count;
  return ListInsert(Of(self)->children, index, args[1]) ? OwnNone() : Owned();
}

Owned ElementRemove(Value self, Value child) {
  TRY_VOID(CheckArgument(child, "remove", ""));
  int64_t found = -1;
  for (int64_t i = 0; i < Count(self) && found < 0; ++i)
    if (ListAt(Of(self)->children, i) == child) found = i;
  for (int64_t i = 0; i < Count(self) && found < 0; ++i) {
    Handle candidate = Retain(ListAt(Of(self)->children, i));
    bool equal = TRY(RichCompareBool(candidate, child, CompareOp::kEq));
    if (equal) found = i;
  }
  if (found < 0 || found >= Count(self))
    return Raise(&ValueErrorType, "list.remove(x): x not in list");
  return DeleteItem(Of(self)->children, Value::Int(found)) ? OwnNone() : Owned();
}

Fallible<int64_t> ElementLength(Value self) { return Count(self); }

bool IsSlice(Value key) { return IsExactly(key, SliceType); }
bool CheckKey(Value key) {
  if (IsSlice(key) || TypeOf(key)->slots.index != nullptr) return true;
  return Raise(&TypeErrorType, "element indices must be integers");
}

// An index in range, or IndexError.
Fallible<int64_t> ChildIndex(Value self, Value key, const char* message) {
  int64_t index = TRY(IndexExact(key, &IndexErrorType));
  if (index < 0) index += Count(self);
  if (index < 0 || index >= Count(self)) return Raise(&IndexErrorType, "%s", message);
  return index;
}

Owned ElementGetItem(Value self, Value key) {
  TRY_VOID(CheckKey(key));
  if (IsSlice(key)) {
    TRY_VOID(NeedChildren(self));
    return GetItem(Of(self)->children, key);
  }
  int64_t index = TRY(ChildIndex(self, key, "child index out of range"));
  return Retain(ListAt(Of(self)->children, index));
}

bool ElementSetItem(Value self, Value key, Value value) {
  TRY_VOID(CheckKey(key));
  if (IsSlice(key)) {
    TRY_VOID(NeedChildren(self));
    if (!value) return DeleteItem(Of(self)->children, key);
    Handle list = TRY(ElementList(value));
    return SetItem(Of(self)->children, key, list);
  }
  int64_t index = TRY(ChildIndex(self, key, "child assignment index out of range"));
  if (!value) return DeleteItem(Of(self)->children, Value::Int(index));
  if (!IsElement(value)) return RaiseNotElement(value);
  return SetItem(Of(self)->children, Value::Int(index), value);
}

Owned ElementClear(Value self) {
  SetField(&Of(self)->attrib, Value::Empty());
  SetField(&Of(self)->children, Value::Empty());
  SetField(&Of(self)->text, Value::None());
  SetField(&Of(self)->tail, Value::None());
  return OwnNone();
}

// -- Search ---------------------------------------------------------------------------------------

// Is a path more than one tag, so that ElementPath has to follow it?
bool IsPath(Value tag) {
  if (!IsStr(tag)) return true;
  int64_t length = StrLength(tag);
  auto at = [tag](int64_t i) { return StrAt(tag, i); };
  if (length >= 3 && at(0) == '{' && (at(1) == '}' || (at(1) == '*' && at(2) == '}'))) return true;
  bool outside = true;  // of a {namespace}
  for (int64_t i = 0; i < length; ++i) {
    uint32_t c = at(i);
    if (c == '{') outside = false;
    if (c == '}') outside = true;
    if (outside && (c == '/' || c == '*' || c == '[' || c == '@' || c == '.')) return true;
  }
  return false;
}

Owned ByPath(const char* function, std::initializer_list<Value> args) {
  Handle module = TRY(ImportModule("xml.etree.ElementPath"));
  return CallMethod(module, function, args);
}

// The next child from *index on with a tag, which is then at *index - 1. Empty without exception:
// none.
Owned NextChild(Value self, Value tag, int64_t* index) {
  while (*index < Count(self)) {
    Handle child = Retain(ListAt(Of(self)->children, (*index)++));
    Handle own = Retain(ElementOf(child)->tag);
    Fallible<bool> same = RichCompareBool(own, tag, CompareOp::kEq);
    TRY_VOID(same);
    if (same.value) return child.Release();
  }
  return {};
}

Owned ElementFind(Value self, const Value* args) {
  Value namespaces = OrNone(args[1]);
  if (!namespaces.IsNone() || IsPath(args[0])) return ByPath("find", {self, args[0], namespaces});
  int64_t index = 0;
  Handle child = NextChild(self, args[0], &index);
  if (!child) return HasPendingException() ? Owned() : OwnNone();
  return child.Release();
}
Owned ElementFindText(Value self, const Value* args) {
  Value absent = OrNone(args[1]), namespaces = OrNone(args[2]);
  if (!namespaces.IsNone() || IsPath(args[0]))
    return ByPath("findtext", {self, args[0], absent, namespaces});
  int64_t index = 0;
  Handle child = NextChild(self, args[0], &index);
  if (!child) return HasPendingException() ? Owned() : Retain(absent);
  if (ElementOf(child)->text.IsNone()) return StrEmpty();
  return Retain(ElementOf(child)->text);
}
Owned ElementFindAll(Value self, const Value* args) {
  Value namespaces = OrNone(args[1]);
  if (!namespaces.IsNone() || IsPath(args[0]))
    return ByPath("findall", {self, args[0], namespaces});
  Handle found = TRY(ListNew());
  int64_t index = 0;
  for (;;) {
    Handle child = NextChild(self, args[0], &index);
    if (!child) return HasPendingException() ? Owned() : found.Release();
    TRY_VOID(ListAppend(found, child));
  }
}
Owned ElementIterFind(Value self, const Value* args) {
  return ByPath("iterfind", {self, args[0], OrNone(args[1])});
}

Owned ElementIter(Value self, const Value* args) {
  return ElementIteratorNew(self, OrNone(args[0]), false);
}
Owned ElementIterText(Value self) { return ElementIteratorNew(self, Value::None(), true); }

// -- Attributes -----------------------------------------------------------------------------------

Owned ElementGet(Value self, const Value* args) {
  Value found = Of(self)->attrib ? DictGet(Of(self)->attrib, args[0]) : Value::Empty();
  if (!found && HasPendingException()) return {};
  return Retain(found ? found : OrNone(args[1]));
}
Owned ElementSet(Value self, const Value* args, size_t) {
  Value attrib = TRY(Attributes(self));
  return DictSet(attrib, args[0], args[1]) ? OwnNone() : Owned();
}
Owned ElementKeys(Value self) {
  return Of(self)->attrib ? DictKeysList(Of(self)->attrib) : ListNew();
}
Owned ElementItems(Value self) {
  return Of(self)->attrib ? DictItemsList(Of(self)->attrib) : ListNew();
}

Owned ElementMakeElement(Value, const Value* args, size_t) {
  if (!IsDict(args[1]))
    return Raise(&TypeErrorType, "makeelement() argument 2 must be dict, not %T", args[1]);
  Handle attrib = TRY(DictCopy(args[1]));
  return ElementNew(args[0], attrib);
}

template <Value Element::* kField>
Owned Get(Value self) {
  return Retain(Of(self)->*kField);
}
Raised RaiseNoDelete() { return Raise(&AttributeErrorType, "can't delete element attribute"); }
template <Value Element::* kField>
bool Set(Value self, Value value) {
  if (!value) return RaiseNoDelete();
  SetField(&(Of(self)->*kField), value);
  return true;
}
Owned GetAttrib(Value self) { return Retain(TRY(Attributes(self))); }
bool SetAttrib(Value self, Value value) {
  if (!value) return RaiseNoDelete();
  if (!IsDict(value))
    return Raise(&TypeErrorType, "attrib must be dict, not %.200s", TypeName(value));
  SetField(&Of(self)->attrib, value);
  return true;
}

// -- Pickling and text ----------------------------------------------------------------------------

Owned ElementGetState(Value self) {
  Handle state = TRY(DictNew());
  Handle children = TRY(Of(self)->children ? ToList(Of(self)->children) : ListNew());
  Handle attrib = TRY(Of(self)->attrib ? Retain(Of(self)->attrib) : DictNew());
  return DictSetAscii(state, "tag", Of(self)->tag) && DictSetAscii(state, "_children", children) &&
                 DictSetAscii(state, "attrib", attrib) &&
                 DictSetAscii(state, "text", Of(self)->text) &&
                 DictSetAscii(state, "tail", Of(self)->tail)
             ? state.Release()
             : Owned();
}

Owned ElementSetState(Value self, Value state) {
  if (!IsDict(state))
    return Raise(&TypeErrorType, "Don't know how to unpickle \"%.200R\" as an Element", state);
  Handle tag = Retain(OrNone(DictGetAscii(state, "tag")));
  Handle text = Retain(OrNone(DictGetAscii(state, "text")));
  Handle tail = Retain(OrNone(DictGetAscii(state, "tail")));
  Handle attrib = Retain(DictGetAscii(state, "attrib"));
  if (attrib && !IsDict(attrib))
    return Raise(&TypeErrorType, "attrib must be dict, not %.200s", TypeName(attrib));
  Handle children = Retain(DictGetAscii(state, "_children"));
  if (children && !children.Get().IsNone()) children = TRY(ElementList(children));
  SetField(&Of(self)->tag, tag);
  SetField(&Of(self)->text, text);
  SetField(&Of(self)->tail, tail);
  if (attrib) attrib = TRY(DictCopy(attrib));
  SetField(&Of(self)->attrib, attrib);
  SetField(&Of(self)->children, children && IsList(children) ? children.Get() : Value::Empty());
  return OwnNone();
}

Owned ReprOf(Value self) {
  if (Of(self)->tag.IsNone())
    return StrFormat("<Element at %p>", static_cast<void*>(self.AsObject()));
  switch (ReprEnter(self)) {
    case ReprEntry::kError:
      return {};
    case ReprEntry::kRunning:
      return Raise(&RuntimeErrorType, "reentrant call inside %s.__repr__",
                   "xml.etree.ElementTree.Element");
    case ReprEntry::kEntered:
      break;
  }
  Handle text = StrFormat("<Element %R at %p>", Of(self)->tag, static_cast<void*>(self.AsObject()));
  ReprLeave(self);
  return text.Release();
}

bool Traverse(Object* object, Visitor visit, void* arg) {
  return TraverseFields<Element, &Element::tag, &Element::text, &Element::tail, &Element::attrib,
                        &Element::children>(object, visit, arg);
}
void Clear(Object* object) {
  auto* self = static_cast<Element*>(object);
  StoreOwned(&self->tag, OwnNone());
  StoreOwned(&self->text, OwnNone());
  StoreOwned(&self->tail, OwnNone());
  ClearField(&self->attrib);
  ClearField(&self->children);
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(Element, clear, NoArgs(ElementClear), "($self, /)\n--\n\n"),
    PY_METHOD(Element, get, Bound(ElementGet), "($self, /, key, default=None)\n--\n\n"),
    PY_METHOD(Element, set, Positional(ElementSet, 2, 2), "($self, key, value, /)\n--\n\n"),
    PY_METHOD(Element, find, Bound(ElementFind), "($self, /, path, namespaces=None)\n--\n\n"),
    PY_METHOD(Element, findtext, Bound(ElementFindText),
              "($self, /, path, default=None, namespaces=None)\n--\n\n"),
    PY_METHOD(Element, findall, Bound(ElementFindAll), "($self, /, path, namespaces=None)\n--\n\n"),
    PY_METHOD(Element, append, OneArg(ElementAppendMethod), "($self, subelement, /)\n--\n\n"),
    PY_METHOD(Element, extend, OneArg(ElementExtend), "($self, elements, /)\n--\n\n"),
    PY_METHOD(Element, insert, Positional(ElementInsert, 2, 2),
              "($self, index, subelement, /)\n--\n\n"),
    PY_METHOD(Element, remove, OneArg(ElementRemove), "($self, subelement, /)\n--\n\n"),
    PY_METHOD(Element, iter, Bound(ElementIter), "($self, /, tag=None)\n--\n\n"),
    PY_METHOD(Element, itertext, NoArgs(ElementIterText), "($self, /)\n--\n\n"),
    PY_METHOD(Element, iterfind, Bound(ElementIterFind),
              "($self, /, path, namespaces=None)\n--\n\n"),
    PY_METHOD(Element, items, NoArgs(ElementItems), "($self, /)\n--\n\n"),
    PY_METHOD(Element, keys, NoArgs(ElementKeys), "($self, /)\n--\n\n"),
    PY_METHOD(Element, makeelement, Positional(ElementMakeElement, 2, 2),
              "($self, tag, attrib, /)\n--\n\n"),
    PY_METHOD(Element, __copy__, NoArgs(CopyOf), "($self, /)\n--\n\n"),
    PY_METHOD(Element, __deepcopy__, OneArg(ElementDeepCopy), "($self, memo, /)\n--\n\n"),
    PY_METHOD(Element, __getstate__, NoArgs(ElementGetState), "($self, /)\n--\n\n"),
    PY_METHOD(Element, __setstate__, OneArg(ElementSetState), "($self, state, /)\n--\n\n"),
    {}};
constexpr PropertyDef kProperties[] = {
    {"tag", Get<&Element::tag>, Set<&Element::tag>,
     "A string identifying what kind of data this element represents"},
    {"text", Get<&Element::text>, Set<&Element::text>,
     "A string of text directly after the start tag, or None"},
    {"tail", Get<&Element::tail>, Set<&Element::tail>,
     "A string of text directly after the end tag, or None"},
    {"attrib", GetAttrib, SetAttrib, "A dictionary containing the element's attributes"},
    {}};

}  // namespace

Owned ElementNew(Value tag, Value attrib) {
  Handle made = TRY(AllocateElement(&ElementType));
  Of(made)->tag = Retain(tag).Peek();
  if (attrib) Of(made)->attrib = Retain(attrib).Peek();
  return made.Release();
}

bool ElementAppend(Value parent, Value child) {
  return NeedChildren(parent) && ListAppend(Of(parent)->children, child);
}

Owned SubElementFunction(Value, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckCount("SubElement", nargs, 2, 3));
  TRY_VOID(CheckArgument(args[0], "SubElement", " 1"));
  Value attrib = nargs > 2 ? args[2] : Value::Empty();
  Handle keywords = KeywordDict(args, nargs, keyword_names, &attrib);
  if (!keywords && HasPendingException()) return {};
  Handle merged = MergedAttributes("SubElement", 3, attrib, keywords);
  if (!merged && HasPendingException()) return {};
  Handle made = TRY(ElementNew(args[1], merged));
  TRY_VOID(ElementAppend(args[0], made));
  return made.Release();
}

bool InitElementType() {
  TypeSlots& slots = ElementType.slots;
  slots.new_instance = New;
  slots.init = Init;
  slots.repr = ReprOf;
  slots.length = ElementLength;
  slots.iterate = SequenceIteratorNew;
  slots.get_item = ElementGetItem;
  slots.set_item = ElementSetItem;
  slots.traverse = Traverse;
  slots.clear = Clear;
  slots.destroy = ClearFields<Element, &Element::tag, &Element::text, &Element::tail,
                              &Element::attrib, &Element::children>;
  return ReadyType({.type = &ElementType,
                    .name = "xml.etree.ElementTree.Element",
                    .basic_size = sizeof(Element),
                    .flags = kTypeBase | kTypeGc | kTypeWeakly,
                    .methods = kMethods,
                    .properties = kProperties});
}

}  // namespace polygil
