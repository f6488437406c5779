// XMLParser: expat's events to a TreeBuilder, or to any target with methods of the same names.

#include <expat.h>

#include <climits>
#include <cstring>
#include <string>

#include "runtime/modules/_elementtree/tree.h"
#include "runtime/modules/module_state.h"
#include "runtime/modules/pyexpat/parser.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/codec.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

enum TargetMethod {
  kStart,
  kData,
  kEnd,
  kStartNs,
  kEndNs,
  kComment,
  kPi,
  kClose,
  kDoctype,
  kMethodCount
};
constexpr const char* kMethodNames[kMethodCount] = {
    "start", "data", "end", "start_ns", "end_ns", "comment", "pi", "close", "doctype"};

struct XmlParser : Object {
  XML_Parser parser;
  Value target, entity;
  Value names;                  // dict: expat's name -> "{uri}name"
  Value methods[kMethodCount];  // of the target; empty where it has none
  bool is_builder;              // exactly a TreeBuilder: no calls through Python
  bool in_handler;
};
Type XmlParserType;
XmlParser* Of(Value v) { return v.As<XmlParser>(); }
XmlParser* Of(void* data) { return static_cast<XmlParser*>(data); }

void RemoveHandlers(XML_Parser parser) {
  XML_SetElementHandler(parser, nullptr, nullptr);
  XML_SetDefaultHandlerExpand(parser, nullptr);
  XML_SetCharacterDataHandler(parser, nullptr);
  XML_SetCommentHandler(parser, nullptr);
  XML_SetProcessingInstructionHandler(parser, nullptr);
  XML_SetNamespaceDeclHandler(parser, nullptr, nullptr);
  XML_SetStartDoctypeDeclHandler(parser, nullptr);
}

// Whether handlers may still run; after an exception expat goes on without them.
class Handling {
 public:
  explicit Handling(XmlParser* self) : self_(self), outer_(self->in_handler) {
    self->in_handler = true;
  }
  ~Handling() {
    self_->in_handler = outer_;
    if (HasPendingException()) RemoveHandlers(self_->parser);
  }
  bool wanted() const { return !HasPendingException(); }

 private:
  XmlParser* self_;
  bool outer_;
};

// "{uri}name" for "uri}name"; the same object each time.
Owned FixName(XmlParser* self, const char* text) {
  Handle key = TRY(StrFromUtf8(text));
  Value known = DictGet(self->names, key);
  if (known || HasPendingException()) return Retain(known);
  Handle name = Retain(key);
  if (strchr(text, '}') != nullptr) name = TRY(StrFormat("{%s", text));
  TRY_VOID(DictSet(self->names, key, name));
  return name.Release();
}

// Calls a method of the target, if it has it. Discards the result.
bool Send(XmlParser* self, TargetMethod method, std::initializer_list<Value> args) {
  if (!self->methods[method]) return true;
  Handle callable = Retain(self->methods[method]);
  Handle done = TRY(Call(callable, args));
  return true;
}

bool Started(XmlParser* self, const char* tag_text, const char** pairs) {
  Handle tag = TRY(FixName(self, tag_text));
  Handle attrib;
  if (pairs[0] != nullptr || !self->is_builder) attrib = TRY(DictNew());
  for (; pairs[0] != nullptr; pairs += 2) {
    Handle name = TRY(FixName(self, pairs[0]));
    Handle value = TRY(StrFromUtf8(pairs[1]));
    TRY_VOID(DictSet(attrib, name, value));
  }
  if (!self->is_builder) return Send(self, kStart, {tag, attrib});
  Handle node = TRY(BuilderStart(self->target, tag, attrib));
  return true;
}

bool TextCame(XmlParser* self, Value text) {
  return self->is_builder ? BuilderData(self->target, text) : Send(self, kData, {text});
}

void OnStart(void* data, const char* tag, const char** pairs) {
  Handling handling(Of(data));
  if (handling.wanted()) (void)Started(Of(data), tag, pairs);
}
void OnEnd(void* data, const char* tag_text) {
  XmlParser* self = Of(data);
  Handling handling(self);
  if (!handling.wanted()) return;
  if (self->is_builder) {
    Handle node = BuilderEnd(self->target);
    return;
  }
  Handle tag = FixName(self, tag_text);
  if (tag) (void)Send(self, kEnd, {tag});
}
void OnText(void* data, const char* text, int size) {
  Handling handling(Of(data));
  if (!handling.wanted()) return;
  Handle str = StrFromUtf8(text, static_cast<size_t>(size));
  if (str) (void)TextCame(Of(data), str);
}

bool NamespaceStarted(XmlParser* self, const char* prefix_text, const char* uri_text) {
  Handle prefix = TRY(StrFromUtf8(prefix_text != nullptr ? prefix_text : ""));
  Handle uri = TRY(StrFromUtf8(uri_text != nullptr ? uri_text : ""));
  if (!self->is_builder) return Send(self, kStartNs, {prefix, uri});
  Handle pair = TRY(TupleOf({prefix, uri}));
  return BuilderEventHappened(self->target, kEventStartNs, pair);
}
void OnNamespaceStart(void* data, const char* prefix, const char* uri) {
  Handling handling(Of(data));
  if (handling.wanted()) (void)NamespaceStarted(Of(data), prefix, uri);
}
void OnNamespaceEnd(void* data, const char* prefix_text) {
  XmlParser* self = Of(data);
  Handling handling(self);
  if (!handling.wanted()) return;
  if (self->is_builder) {
    (void)BuilderEventHappened(self->target, kEventEndNs, Value::None());
    return;
  }
  Handle prefix = StrFromUtf8(prefix_text != nullptr ? prefix_text : "");
  if (prefix) (void)Send(self, kEndNs, {prefix});
}
void OnComment(void* data, const char* text) {
  XmlParser* self = Of(data);
  Handling handling(self);
  if (!handling.wanted()) return;
  Handle str = StrFromUtf8(text);
  if (!str) return;
  if (self->is_builder)
    Handle node = BuilderComment(self->target, str);
  else
    (void)Send(self, kComment, {str});
}
void OnPi(void* data, const char* target_text, const char* text) {
  XmlParser* self = Of(data);
  Handling handling(self);
  if (!handling.wanted()) return;
  Handle target = StrFromUtf8(target_text);
  Handle str = target ? ExpatText(text) : Owned();
  if (!str) return;
  if (self->is_builder)
    Handle node = BuilderPi(self->target, target, str);
  else
    (void)Send(self, kPi, {target, str});
}

Raised RaiseParseError(XML_Error code, XML_Size line, XML_Size column, const char* message) {
  auto at_line = static_cast<int64_t>(line), at_column = static_cast<int64_t>(column);
  Handle text =
      StrFormat("%s: line %zd, column %zd", message != nullptr ? message : XML_ErrorString(code),
                static_cast<ssize_t>(at_line), static_cast<ssize_t>(at_column));
  if (!text) return {};
  Handle error = Call(ModuleState("_elementtree.ParseError"), {text});
  Handle place = error ? TupleOf({Value::Int(at_line), Value::Int(at_column)}) : Owned();
  if (!place || !SetAttribute(error, "code", Value::Int(code)) ||
      !SetAttribute(error, "position", place))
    return {};
  return RaiseInstance(error.Release());
}

// An entity that expat doesn't know: the program's own, or an error.
bool EntityCame(XmlParser* self, const char* text, int size) {
  if (size < 2 || text[0] != '&') return true;
  Handle name = TRY(StrFromUtf8(text + 1, static_cast<size_t>(size - 2)));
  Handle value = Retain(DictGet(self->entity, name));
  if (value) return TextCame(self, value);
  if (HasPendingException()) return false;
  std::string message = "undefined entity " + std::string(text, static_cast<size_t>(size));
  return RaiseParseError(XML_ERROR_UNDEFINED_ENTITY, XML_GetErrorLineNumber(self->parser),
                         XML_GetErrorColumnNumber(self->parser), message.c_str());
}
void OnDefault(void* data, const char* text, int size) {
  Handling handling(Of(data));
  if (handling.wanted()) (void)EntityCame(Of(data), text, size);
}

bool DoctypeCame(XmlParser* self, const char* name_text, const char* system, const char* publicly) {
  Handle name = TRY(ExpatText(name_text));
  Handle system_id = TRY(ExpatText(system));
  Handle public_id = TRY(ExpatText(publicly));
  if (self->methods[kDoctype]) return Send(self, kDoctype, {name, public_id, system_id});
  Handle own = FindAttribute(Value::Pointer(self), "doctype");
  if (!own) return !HasPendingException();
  TRY_VOID(Warn(&RuntimeWarningType, 1,
                "The doctype() method of XMLParser is ignored.  Define doctype() method on the "
                "TreeBuilder target."));
  return true;
}
void OnDoctype(void* data, const char* name, const char* system, const char* publicly, int) {
  Handling handling(Of(data));
  if (handling.wanted()) (void)DoctypeCame(Of(data), name, system, publicly);
}

// -- Construction ---------------------------------------------------------------------------------

Owned New(Type* type, const Value*, size_t, Value) {
  Handle made = TRY(NewInstanceOf(type));
  Of(made)->entity = TRY(DictNew()).Peek();
  Of(made)->names = TRY(DictNew()).Peek();
  return made.Release();
}

bool FindMethods(XmlParser* self) {
  for (int i = 0; i < kMethodCount; ++i) {
    Handle method = FindAttribute(self->target, kMethodNames[i]);
    if (!method && HasPendingException()) return false;
    SetField(&self->methods[i], method);
  }
  return true;
}

void SetHandlers(XmlParser* self) {
  XML_Parser parser = self->parser;
  auto has = [self](TargetMethod method) { return self->is_builder || self->methods[method]; };
  XML_SetUserData(parser, self);
  XML_SetElementHandler(parser, OnStart, OnEnd);
  XML_SetDefaultHandlerExpand(parser, OnDefault);
  XML_SetCharacterDataHandler(parser, OnText);
  if (self->methods[kStartNs] || self->methods[kEndNs])
    XML_SetNamespaceDeclHandler(parser, OnNamespaceStart, OnNamespaceEnd);
  if (has(kComment)) XML_SetCommentHandler(parser, OnComment);
  if (has(kPi)) XML_SetProcessingInstructionHandler(parser, OnPi);
  XML_SetStartDoctypeDeclHandler(parser, OnDoctype);
  XML_SetUnknownEncodingHandler(parser, ExpatUnknownEncoding, nullptr);
}

bool Init(Value value, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(BindArguments("XMLParser", "(*, target=None, encoding=None)\n--\n\n", args, nargs,
                         keyword_names, bound));
  XmlParser* self = Of(value);
  if (self->in_handler)
    return Raise(&RuntimeErrorType, "a parser can't be used while it calls a handler");
  const char* encoding = nullptr;
  Handle owner;
  if (bound[1] && !bound[1].IsNone()) {
    if (!IsStr(bound[1]))
      return Raise(&TypeErrorType, "XMLParser() argument 'encoding' must be str or None, not %T",
                   bound[1]);
    std::string_view text = TRY(StrAsUtf8(bound[1], &owner));
    if (text.find('\0') != text.npos) return Raise(&ValueErrorType, "embedded null character");
    encoding = text.data();
  }
  Handle target = Retain(bound[0] ? bound[0] : Value::None());
  if (target.Get().IsNone()) target = TRY(Call(Value::Pointer(&TreeBuilderType)));
  XML_Parser parser = XML_ParserCreate_MM(encoding, nullptr, "}");
  if (parser == nullptr) return RaiseMemoryError();
  XML_SetHashSalt(parser, CurrentInterpreter()->hash_seed | 1);
  if (self->parser != nullptr) XML_ParserFree(self->parser);
  self->parser = parser;
  SetField(&self->target, target);
  self->is_builder = IsExactly(target, TreeBuilderType);
  TRY_VOID(FindMethods(self));
  SetHandlers(self);
  return true;
}

// -- Methods --------------------------------------------------------------------------------------

bool CheckReady(XmlParser* self) {
  if (self->parser == nullptr) return Raise(&ValueErrorType, "XMLParser.__init__() wasn't called");
  if (self->in_handler)
    return Raise(&RuntimeErrorType, "a parser can't be used while it calls a handler");
  return true;
}

bool Parse(XmlParser* self, const char* data, int64_t size, bool is_final) {
  if (size > INT_MAX) return Raise(&OverflowErrorType, "size does not fit in an int");
  XML_Status status = XML_Parse(self->parser, data, static_cast<int>(size), is_final);
  if (HasPendingException()) return false;
  if (status != XML_STATUS_ERROR) return true;
  return RaiseParseError(XML_GetErrorCode(self->parser), XML_GetErrorLineNumber(self->parser),
                         XML_GetErrorColumnNumber(self->parser), nullptr);
}

bool ParseObject(XmlParser* self, Value data) {
  if (IsStr(data)) {
    Handle bytes = TRY(EncodeStr(data, "utf-8", "surrogatepass"));
    (void)XML_SetEncoding(self->parser, "utf-8");
    std::string_view text = BytesView(bytes);
    return Parse(self, text.data(), static_cast<int64_t>(text.size()), false);
  }
  ScopedBuffer view;
  TRY_VOID(view.Acquire(data));
  return Parse(self, reinterpret_cast<const char*>(view.data()), view.size(), false);
}

Owned ParserFeed(Value value, Value data) {
  Handle hold = Retain(value);
  TRY_VOID(CheckReady(Of(value)) && ParseObject(Of(value), data));
  return OwnNone();
}

Owned ParserClose(Value value) {
  Handle hold = Retain(value);
  XmlParser* self = Of(value);
  TRY_VOID(CheckReady(self) && Parse(self, "", 0, true));
  if (self->is_builder) return BuilderClose(self->target);
  if (!self->methods[kClose]) return OwnNone();
  Handle close = Retain(self->methods[kClose]);
  return Call(close);
}

Owned ParserParseWhole(Value value, Value file) {
  Handle hold = Retain(value);
  XmlParser* self = Of(value);
  TRY_VOID(CheckReady(self));
  Handle read = TRY(GetAttribute(file, "read"));
  for (;;) {
    Handle data = TRY(Call(read, {Value::Int(64 * 1024)}));
    bool is_text = IsStr(data);
    if (!is_text && !IsExactly(data, BytesType)) break;
    if ((is_text ? StrLength(data) : static_cast<int64_t>(BytesView(data).size())) == 0) break;
    TRY_VOID(ParseObject(self, data));
  }
  TRY_VOID(Parse(self, "", 0, true));
  return self->is_builder ? BuilderClose(self->target) : OwnNone();
}

bool ReportEvent(XmlParser* self, Value name) {
  static constexpr const char* kNames[] = {"start", "end", "start-ns", "end-ns", "comment", "pi"};
  TreeBuilder* builder = self->target.As<TreeBuilder>();
  Handle text = Retain(name);
  if (IsBytes(name))
    text = TRY(DecodeBytes(name.As<Bytes>()->data, name.As<Bytes>()->size, "utf-8", "strict"));
  for (int i = 0; i < 6; ++i) {
    if (!IsStr(text) || !StrEqualsAscii(text, kNames[i])) continue;
    SetField(&builder->events[i], text);
    if (i == kEventStartNs || i == kEventEndNs)
      XML_SetNamespaceDeclHandler(self->parser, OnNamespaceStart, OnNamespaceEnd);
    return true;
  }
  if (!IsStr(text)) return Raise(&ValueErrorType, "invalid events sequence");
  return Raise(&ValueErrorType, "unknown event '%U'", text.Get());
}

Owned ParserSetEvents(Value value, const Value* args, size_t nargs) {
  XmlParser* self = Of(value);
  TRY_VOID(CheckReady(self));
  if (!self->is_builder)
    return Raise(&TypeErrorType,
                 "event handling only supported for ElementTree.TreeBuilder targets");
  TreeBuilder* builder = self->target.As<TreeBuilder>();
  Handle append = TRY(GetAttribute(args[0], "append"));
  SetField(&builder->append_event, append);
  for (Value& event : builder->events) SetField(&event, Value::Empty());
  if (nargs < 2 || args[1].IsNone()) {
    Handle end = TRY(StrFromUtf8("end"));
    return ReportEvent(self, end) ? OwnNone() : Owned();
  }
  Handle owner;
  Fallible<ItemsView> names = FastItems(args[1], &owner, "events must be a sequence");
  TRY_VOID(names);
  Handle list = TRY(TupleFrom(names.value.items, names.value.size));
  for (int64_t i = 0; i < TupleSize(list); ++i) TRY_VOID(ReportEvent(self, TupleAt(list, i)));
  return OwnNone();
}

Owned GetVersion(Value) {
  return StrFormat("Expat %d.%d.%d", XML_MAJOR_VERSION, XML_MINOR_VERSION, XML_MICRO_VERSION);
}

bool Traverse(Object* object, Visitor visit, void* arg) {
  auto* self = static_cast<XmlParser*>(object);
  for (Value method : self->methods)
    if (method && visit(method, arg)) return true;
  return TraverseFields<XmlParser, &XmlParser::target, &XmlParser::entity, &XmlParser::names>(
      object, visit, arg);
}
void Clear(Object* object) {
  auto* self = static_cast<XmlParser*>(object);
  XML_Parser parser = self->parser;
  self->parser = nullptr;  // without its target it can't be used
  if (parser != nullptr) XML_ParserFree(parser);
  for (Value& method : self->methods) ClearField(&method);
  ClearField(&self->target);
}
void Destroy(Object* object) {
  Clear(object);
  ClearFields<XmlParser, &XmlParser::entity, &XmlParser::names>(object);
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(XMLParser, feed, OneArg(ParserFeed), "($self, data, /)\n--\n\n"),
    PY_METHOD(XMLParser, close, NoArgs(ParserClose), "($self, /)\n--\n\n"),
    PY_METHOD(XMLParser, _parse_whole, OneArg(ParserParseWhole), "($self, file, /)\n--\n\n"),
    PY_METHOD(XMLParser, _setevents, Positional(ParserSetEvents, 1, 2),
              "($self, events_queue, events_to_report=None, /)\n--\n\n"),
    {}};
constexpr PropertyDef kProperties[] = {{"version", GetVersion}, {}};
constexpr MemberDef kMembers[] = {
    {"entity", offsetof(XmlParser, entity)}, {"target", offsetof(XmlParser, target)}, {}};

}  // namespace

bool InitXmlParserType() {
  TypeSlots& slots = XmlParserType.slots;
  slots.new_instance = New;
  slots.init = Init;
  slots.traverse = Traverse;
  slots.clear = Clear;
  slots.destroy = Destroy;
  return ReadyType({.type = &XmlParserType,
                    .name = "xml.etree.ElementTree.XMLParser",
                    .basic_size = sizeof(XmlParser),
                    .flags = kTypeBase | kTypeGc,
                    .methods = kMethods,
                    .properties = kProperties,
                    .members = kMembers});
}

Type* XmlParserTypeObject() { return &XmlParserType; }

}  // namespace polygil
